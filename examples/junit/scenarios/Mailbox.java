import static overtake.kernel.Kernel.*;

import overtake.kernel.*;

/// A sender fills a letter in and raises a flag; a receiver that sees the flag reads the letter.
public record Mailbox(
        @Param(value = "true", meaning = "flag and letter are handed over by release and acquire") boolean ordered)
        implements ModelWorld {

    static final class Box {
        int letter;
        boolean flag;
    }

    record Sender(Box box, boolean ordered) implements Agent {
        @Override
        public void run() {
            send();
        }

        private void send() {
            WRITE_ONCE(box.letter, 42);
            if (ordered) {
                smp_store_release(box.flag, true);
            } else {
                WRITE_ONCE(box.flag, true);
            }
        }
    }

    record Receiver(Box box, boolean ordered) implements Agent {
        @Override
        public void run() {
            receive();
        }

        private void receive() {
            boolean flag = ordered ? smp_load_acquire(box.flag) : READ_ONCE(box.flag);
            int letter = READ_ONCE(box.letter);
            observe("flag", flag);
            observe("letter", letter);
            if (flag) {
                ensure("letter-is-whole", letter == 42);
            }
        }
    }

    @Override
    public void compose(Composition composition) {
        var box = new Box();
        composition.shared("box", box);
        composition.agent("sender", new Sender(box, ordered));
        composition.agent("receiver", new Receiver(box, ordered));
    }
}
