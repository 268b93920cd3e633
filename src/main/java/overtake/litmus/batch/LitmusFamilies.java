package overtake.litmus.batch;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import overtake.litmus.LitmusReader;
import overtake.litmus.LitmusTest;

/// Litmus tests that grow: the same shape over any number of threads or accesses.
public enum LitmusFamilies {
    /// Each thread writes its own variable and reads the next one's.
    SB("WRITE_ONCE(*x%d, 1); r0 = READ_ONCE(*x%d);"),
    /// Each thread reads its own variable and writes the next one's.
    LB("r0 = READ_ONCE(*x%d); WRITE_ONCE(*x%d, 1);"),
    /// Each thread writes its own variable and the next one's.
    W("WRITE_ONCE(*x%d, 1); WRITE_ONCE(*x%d, 2);"),
    /// One thread writes all variables in turn, the others read their own and the one before.
    MP("r0 = READ_ONCE(*x%1$d); r1 = READ_ONCE(*x%2$d);");

    private final String body;

    LitmusFamilies(String body) {
        this.body = body;
    }

    /// The test with that many threads, at least two, such as `SB-3`.
    public LitmusTest test(int threads) {
        return LitmusReader.read(name() + "-" + threads + ".litmus", text(threads));
    }

    private String text(int threads) {
        String parameters = each(threads, ", ", "int *x%d"::formatted);
        StringBuilder text = new StringBuilder("C " + name() + "-" + threads + "\n{}\n");
        for (int i = 0; i < threads; i++) {
            boolean writer = this == MP && i == 0;
            String statements = writer
                    ? each(threads, " ", "WRITE_ONCE(*x%d, 1);"::formatted)
                    : "int r0; int r1; " + body.formatted(i, (i + 1) % threads);
            text.append("P").append(i).append("(").append(parameters).append(") { ").append(statements).append(" }\n");
        }
        String locations = each(threads, "", this::observed);
        return text + "locations [" + locations + "]\nexists (x0=1)\n";
    }

    private String observed(int thread) {
        return switch (this) {
            case SB, LB -> thread + ":r0; ";
            case W -> "x" + thread + "; ";
            case MP -> thread == 0 ? "x0; " : thread + ":r0; " + thread + ":r1; ";
        };
    }

    private static String each(int count, String separator, IntFunction<String> text) {
        return IntStream.range(0, count).mapToObj(text).collect(Collectors.joining(separator));
    }
}
