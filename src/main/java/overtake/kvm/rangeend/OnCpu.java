package overtake.kvm.rangeend;

import overtake.kernel.Agent;
import overtake.kvm.PageMigration;

/// Agent: another one, on a CPU that it shares with others.
public record OnCpu(OneCpu cpu, Agent agent) implements Agent {
    @Override
    public void run() {
        cpu.run();
        agent.run();
        cpu.leave();
    }

    /// The host sleeps between START and the change of its page tables, so that others may run.
    public record SleepsAfterStart(OneCpu cpu) implements PageMigration.Judge {
        @Override
        public void started(int uhva) {
            cpu.yield_to_others();
        }

        @Override
        public void moved(int uhva) {}
    }
}
