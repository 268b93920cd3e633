package overtake.litmus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;
import overtake.litmus.LitmusTest.Quantifier;
import overtake.litmus.grammar.LitmusLexer;
import overtake.litmus.grammar.LitmusParser;
import overtake.litmus.grammar.LitmusParser.FilterContext;
import overtake.litmus.grammar.LitmusParser.LocationsContext;
import overtake.litmus.grammar.LitmusParser.QuantifierContext;
import overtake.litmus.grammar.LitmusParser.SectionContext;
import overtake.litmus.grammar.LitmusParser.TestContext;
import overtake.litmus.grammar.LitmusParser.ThreadContext;
import overtake.program.Program;
import overtake.program.World;

/// Reads litmus tests in the dialect of C that herd7 accepts for the kernel. Bounds on length and nesting keep the parser from
/// recursing without end on any text.
public final class LitmusReader {
    private static final int MAX_CHARACTERS = 1_000_000;
    private static final int MAX_TOKENS = 50_000;
    private static final int MAX_NESTING = 50;
    private static final int MAX_BRANCHES = 200;
    /// Operators without a bracket or a semicolon between them, which nest the tree to one side.
    private static final int MAX_OPERATORS = 500;

    private final String file;
    private final Problems problems;

    private LitmusReader(String file) {
        this.file = file;
        this.problems = new Problems(file);
    }

    /// @param shown how messages name the file
    /// @throws LitmusException with all that is wrong
    public static LitmusTest read(Path path, String shown) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(path);
        } catch (IOException e) {
            throw new LitmusException(List.of(shown + ":1: cannot be read: " + e.getMessage()), e);
        }
        return read(shown, new String(bytes, StandardCharsets.UTF_8));
    }

    /// @param file how messages name the file
    /// @throws LitmusException with all that is wrong
    public static LitmusTest read(String file, String text) {
        return new LitmusReader(file).read(text);
    }

    private LitmusTest read(String text) {
        if (text.length() > MAX_CHARACTERS) {
            problems.add(1, "a file of " + text.length() + " characters; expected at most " + MAX_CHARACTERS);
            problems.raise();
        }
        SourceText.Result source = SourceText.of(text, problems);
        problems.raise();
        LitmusLexer lexer = new LitmusLexer(CharStreams.fromString(source.text(), file));
        lexer.removeErrorListeners();
        CommonTokenStream tokens = new CommonTokenStream(lexer);
        tokens.fill();
        checkSizes(tokens.getTokens());
        problems.raise();
        LitmusParser parser = new LitmusParser(tokens);
        parser.removeErrorListeners();
        parser.addErrorListener(new SyntaxErrors(problems));
        TestContext tree = parser.test();
        problems.raise();
        LitmusTest test = lower(source.name(), tree);
        problems.raise();
        return test;
    }

    private void checkSizes(List<Token> tokens) {
        if (tokens.size() > MAX_TOKENS) {
            problems.unexpected(tokens.get(MAX_TOKENS), "at most " + MAX_TOKENS + " tokens");
        }
        int depth = 0;
        int branches = 0;
        int operators = 0;
        for (Token token : tokens) {
            String text = token.getText();
            switch (text) {
                case "(", "{", "[" -> depth++;
                case ")", "}", "]" -> depth--;
                case "if" -> branches++;
                default -> {}
            }
            boolean operator = token.getType() != LitmusParser.NAME && token.getType() != LitmusParser.NUMBER;
            operators = "(){};,".contains(text) ? 0 : operators + (operator ? 1 : 0);
            if (depth > MAX_NESTING || branches > MAX_BRANCHES || operators > MAX_OPERATORS) {
                problems.unexpected(token, "less nesting and shorter statements");
                return;
            }
        }
    }

    private LitmusTest lower(String name, TestContext tree) {
        Variables variables = Variables.of(tree, problems);
        List<Emitter> threads = threads(tree.thread(), variables);
        PropositionReader reader = new PropositionReader(variables, threads, problems);
        Proposition condition = reader.proposition(tree.question().proposition());
        SortedSet<Observable> observed = new TreeSet<>(condition.observables());
        List<Proposition> filters = new ArrayList<>();
        for (SectionContext section : tree.section()) {
            if (section instanceof LocationsContext locations) {
                locations.place().forEach(place -> observed.add(reader.observable(place)));
            } else if (section instanceof FilterContext filter) {
                filters.add(reader.proposition(filter.proposition()));
            }
        }
        problems.raise();
        Optional<Proposition> filter = filters.size() > 1
                ? Optional.of(new Proposition.And(filters))
                : filters.stream().findFirst();
        SortedSet<Observable> needed = new TreeSet<>(observed);
        filter.ifPresent(f -> needed.addAll(f.observables()));
        World world = world(name, variables, programs(threads, needed));
        return new LitmusTest(
                name, world, quantifier(tree.question().quantifier()), condition, filter, List.copyOf(observed));
    }

    private List<Emitter> threads(List<ThreadContext> contexts, Variables variables) {
        List<Emitter> threads = new ArrayList<>();
        if (contexts.size() > World.MAX_AGENTS) {
            problems.unexpected(contexts.get(World.MAX_AGENTS).getStart(), "at most " + World.MAX_AGENTS + " threads");
        }
        for (ThreadContext thread : contexts) {
            String name = "P" + threads.size();
            if (!thread.NAME().getText().equals(name)) {
                problems.unexpected(thread.NAME().getSymbol(), name);
            }
            Emitter emitter = new Emitter(name, fileName());
            ThreadCompiler.compile(thread, threads.size(), emitter, variables, problems);
            threads.add(emitter);
        }
        return threads;
    }

    private String fileName() {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    private static List<Program> programs(List<Emitter> threads, SortedSet<Observable> needed) {
        List<Program> programs = new ArrayList<>();
        for (int i = 0; i < threads.size(); i++) {
            int number = i;
            Stream<String> registers = needed.stream()
                    .filter(observable -> observable instanceof Observable.Register register
                            && register.thread() == number)
                    .map(Observable::name);
            programs.add(threads.get(i).program(registers.toList()));
        }
        return programs;
    }

    private static World world(String name, Variables variables, List<Program> programs) {
        return new World(
                name,
                programs,
                variables.cells(),
                variables.locks(),
                variables.domains(),
                List.of(),
                List.of(),
                variables.constants(),
                variables.addresses(),
                List.of(),
                List.of());
    }

    private static Quantifier quantifier(QuantifierContext quantifier) {
        return switch (quantifier.getText()) {
            case "exists" -> Quantifier.EXISTS;
            case "~exists" -> Quantifier.NOT_EXISTS;
            case "forall" -> Quantifier.FORALL;
            default -> throw new IllegalStateException("quantifier " + quantifier.getText());
        };
    }
}
