package overtake.arch;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// The sizes of one Java source, measured on the compiler's own syntax tree.
final class JavaTidy extends TreeScanner<Void, Void> {
    static final int METHOD_LINES = 60;
    static final int FILE_LINES = 500;
    static final int NESTING = 3;

    private final String path;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<Problem> problems = new ArrayList<>();
    private int depth;
    private String method = "";

    private JavaTidy(String path, CompilationUnitTree unit, SourcePositions positions) {
        this.path = path;
        this.unit = unit;
        this.positions = positions;
    }

    /// What is too long or too deep in the source `text`.
    static List<Problem> problems(String path, String text) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavacTask task = (JavacTask) compiler.getTask(null, null, _ -> {}, null, null, List.of(source(path, text)));
        try {
            CompilationUnitTree unit = task.parse().iterator().next();
            JavaTidy tidy = new JavaTidy(path, unit, Trees.instance(task).getSourcePositions());
            tidy.checkLength(text);
            tidy.scan(unit, null);
            return tidy.problems;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void checkLength(String text) {
        long lines = text.lines().count();
        if (lines > FILE_LINES) {
            problems.add(new Problem(path, lines, "a file of " + lines + " lines; at most " + FILE_LINES));
        }
    }

    @Override
    public Void visitImport(ImportTree tree, Void unused) {
        if (tree.isModule() || tree.getQualifiedIdentifier().toString().endsWith("*")) {
            report(tree, "imports more than it names");
        }
        return null;
    }

    @Override
    public Void visitMethod(MethodTree tree, Void unused) {
        int outerDepth = depth;
        String outerMethod = method;
        depth = 0;
        method = tree.getName().toString();
        checkMethodLength(tree);
        super.visitMethod(tree, null);
        depth = outerDepth;
        method = outerMethod;
        return null;
    }

    private void checkMethodLength(MethodTree tree) {
        // The comment before a method is not part of its tree, annotations are.
        long lines = line(positions.getEndPosition(unit, tree)) - line(positions.getStartPosition(unit, tree)) + 1;
        if (lines > METHOD_LINES) {
            report(tree, "method " + method + " has " + lines + " lines; at most " + METHOD_LINES);
        }
    }

    @Override
    public Void visitIf(IfTree tree, Void unused) {
        // An else-if is as deep as its if.
        return nested(tree, () -> {
            scan(tree.getCondition(), null);
            scan(tree.getThenStatement(), null);
            if (!(tree.getElseStatement() instanceof IfTree)) {
                scan(tree.getElseStatement(), null);
            }
        }, () -> {
            if (tree.getElseStatement() instanceof IfTree) {
                scan(tree.getElseStatement(), null);
            }
        });
    }

    @Override
    public Void visitForLoop(ForLoopTree tree, Void unused) {
        return nested(tree, () -> super.visitForLoop(tree, null), () -> {});
    }

    @Override
    public Void visitEnhancedForLoop(EnhancedForLoopTree tree, Void unused) {
        return nested(tree, () -> super.visitEnhancedForLoop(tree, null), () -> {});
    }

    @Override
    public Void visitWhileLoop(WhileLoopTree tree, Void unused) {
        return nested(tree, () -> super.visitWhileLoop(tree, null), () -> {});
    }

    @Override
    public Void visitDoWhileLoop(DoWhileLoopTree tree, Void unused) {
        return nested(tree, () -> super.visitDoWhileLoop(tree, null), () -> {});
    }

    @Override
    public Void visitSwitch(SwitchTree tree, Void unused) {
        return nested(tree, () -> super.visitSwitch(tree, null), () -> {});
    }

    @Override
    public Void visitTry(TryTree tree, Void unused) {
        return nested(tree, () -> super.visitTry(tree, null), () -> {});
    }

    private Void nested(Tree tree, Runnable inside, Runnable after) {
        depth++;
        if (depth == NESTING + 1) {
            report(tree, "method " + method + " is nested more than " + NESTING + " deep");
        }
        inside.run();
        depth--;
        after.run();
        return null;
    }

    private void report(Tree tree, String what) {
        problems.add(new Problem(path, line(positions.getStartPosition(unit, tree)), what));
    }

    private long line(long position) {
        return unit.getLineMap().getLineNumber(position);
    }

    private static SimpleJavaFileObject source(String path, String text) {
        return new SimpleJavaFileObject(URI.create("string:///" + path.replace(' ', '_')),
                SimpleJavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}
