package overtake.litmus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import overtake.memory.Sc;

/// Ways to write a test that kernel developers and generators use.
class LitmusReaderTest {
    private static final String BODY =
            """
                P0(int *x, int *y)
                {
                	int r0;

                	WRITE_ONCE(*x, 1);
                	r0 = READ_ONCE(*y);
                }

                P1(int *x, int *y)
                {
                	int r0;

                	WRITE_ONCE(*y, 1);
                	r0 = READ_ONCE(*x);
                }
                """;

    private static LitmusTest read(String text) {
        return LitmusReader.read("good.litmus", text);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "C SB\n{}\n",
        "C SB\r\n{\r\n}\r\n",
        "\uFEFFC SB\n{}\n",
        "// one\n/* two */ (* three\n three *)\nC SB // four\n{}\n",
        "C SB\n(*\n * Result: Sometimes\n * P0(int *x) { what a comment: { *)\n{\n}\n",
        "C SB\n\"PodWR Fre { PodWR Fre\"\nGenerator=diy7 (version 7.58)\nCom=Fr Fr\nOrig=PodWR Fre {\n{\n}\n",
        "C SB\n{ (* nothing *) x = 0; int y; // nothing\n}\n",
        "C SB\n{ int x; int y = 0; }\n",
        "C SB\n{ ; x=0 }\n"
    })
    void headers_and_initial_values(String head) {
        LitmusTest test = read(head + BODY + "exists (0:r0=0 /\\ 1:r0=0)");
        assertThat(test.name()).isEqualTo("SB");
        assertThat(LitmusRunner.outcome(test, new Sc()).states()).containsExactly("0 1", "1 0", "1 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "exists (0:r0=0 /\\ 1:r0=0)",
        "exists 0:r0=0 /\\ 1:r0=0",
        "~exists (~(~0:r0=0 \\/ ~1:r0=0))",
        "forall (0:r0!=0 \\/ not 1:r0=0)",
        "exists (0:r0==0x0 /\\ 1:r0=-0) // done",
        "locations [0:r0; 1:r0] exists (false)",
        "locations [0:r0; 1:r0;] filter (true) forall true (* done *)",
        "filter (0:r0=0 \\/ 0:r0=1) exists (0:r0=1:r0)",
        "exists (0:r0<>0 /* any */ /\\ (1:r0=0 \\/ true))"
    })
    void questions(String question) {
        LitmusTest test = read("C SB\n{}\n" + BODY + question);
        assertThat(LitmusRunner.outcome(test, new Sc()).states()).containsExactly("0 1", "1 0", "1 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "int r0 = 1, r1; int *r2 = x, *r3; r1 = r0; WRITE_ONCE(*r2, r1);",
        "int r0; { { r0 = (1); } } WRITE_ONCE((*x), ((r0)));",
        "if (READ_ONCE(*x) == 0) ; else ; WRITE_ONCE(*x, 1);",
        "if (!READ_ONCE(*x)) WRITE_ONCE(*x, 1); else if (*x) { } else WRITE_ONCE(*x, 3);",
        "r9 = 1; WRITE_ONCE(*x, r9); // r9 is not declared",
        "WRITE_ONCE(*x /* here */, // there\n 1);",
        "(void)xchg(x, 1); barrier();",
        "*x = *x + 1;",
        "atomic_inc(x);",
        "WRITE_ONCE(*x, ~0 & 3 | 4 ^ 6); WRITE_ONCE(*x, (1 << 2 >> 2) * +1);",
        "WRITE_ONCE(*(x), (2 > 1) + (2 >= 3) + (1 < 0) + (1 <= 0));"
    })
    void statements(String statements) {
        LitmusTest test = read("C one\n{}\nP0(int *x)\n{\n" + statements + "\n}\nexists (x=1)");
        assertThat(LitmusRunner.outcome(test, new Sc()).states()).containsExactly("1");
    }

    /// `(*x` in a thread is no comment.
    @Test
    void a_bracketed_dereference_is_no_comment() {
        LitmusTest test =
                read("C one\n{}\nP0(int *x)\n{\n\tint r0 = (*x) + (*x * 2);\n\t*x = 1;\n}\n(* end *) exists (x=1)");
        assertThat(LitmusRunner.outcome(test, new Sc()).states()).containsExactly("1");
    }

    @Test
    void a_register_may_have_the_name_of_a_variable_of_another_thread() {
        LitmusTest test = read("C same\n{}\nP0(int *a) { WRITE_ONCE(*a, 2); }\n"
                + "P1(int *x) { int a; a = 1; WRITE_ONCE(*x, a); }\nexists (1:a=1 /\\ a=2 /\\ x=1)");
        assertThat(LitmusRunner.outcome(test, new Sc()).states()).containsExactly("1 2 1");
    }

    @Test
    void long_conditions_and_long_sums_are_read() {
        String condition = "x=1 /\\ ".repeat(150) + "x=1";
        String sum = "1 + ".repeat(400) + "1";
        assertThatCode(() -> read("C long\n{}\nP0(int *x) { WRITE_ONCE(*x, " + sum + "); }\nexists " + condition))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "{", "~", "if (1) ", "if (1) ; else ", "!", "1 + ", "-", "*", "x=1 /\\ ", "/* */ "})
    void repetition_without_end_is_refused_or_read(String piece) {
        String many = piece.repeat(20_000);
        for (String text : new String[] {
            "C many\n{}\nP0(int *x) { " + many + " }\nexists (x=1)",
            "C many\n{}\nP0(int *x) { WRITE_ONCE(*x, " + many + "1); }\nexists (x=1)",
            "C many\n{}\nP0(int *x) { }\nexists (" + many + "x=1)"
        }) {
            try {
                LitmusTest test = read(text);
                assertThat(test.name()).isEqualTo("many");
            } catch (LitmusException refusal) {
                assertThat(refusal.problems()).isNotEmpty();
            }
        }
    }
}
