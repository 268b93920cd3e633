package overtake.arch.wrong.machine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.samskivert.mustache.Mustache;
import com.typesafe.config.Config;
import java.io.IOException;
import java.lang.classfile.ClassModel;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.antlr.v4.runtime.Token;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.TestInfo;
import org.slf4j.Logger;
import overtake.arch.wrong.program.UsesMachine;
import picocli.CommandLine;

/// A component a rule: everything that the deterministic core must not have.
public record Wrong(
        List<UsesMachine> cycle,
        ActorRef<String> pekko,
        TestInfo junit,
        Config config,
        ClassModel classFile,
        Token antlr,
        CommandLine picocli,
        ObjectMapper jackson,
        Mustache.Compiler mustache,
        Logger logger,
        Instant date,
        Thread thread,
        AtomicInteger shared,
        IOException io,
        Method reflection,
        int snake_case) {

    public long clock() {
        System.out.println("wrong");
        return System.nanoTime() + System.identityHashCode(this) + new Random().nextInt();
    }

    public int snake_method() {
        return snake_case;
    }
}
