package overtake.lift;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Random agents in Java: all that the subset offers but the kernel's vocabulary, so that they run natively too. Loops are bounded, pointers are
/// tested, indices are masked.
final class RandomAgents {
    private static final int MOST_DEPTH = 3;

    private final RandomGenerator random;
    private final StringBuilder out = new StringBuilder();
    private final List<String> ints = new ArrayList<>();
    private final List<String> booleans = new ArrayList<>();
    /// Variables that may be null.
    private final List<String> nodes = new ArrayList<>();
    private int names;
    private int helper;
    private boolean inHelper;
    private boolean inLambda;
    private int loops;

    RandomAgents(RandomGenerator random) {
        this.random = random;
    }

    String source(String name) {
        out.append(
                """
                    package fuzz;
                    import java.util.function.*;
                    import java.util.Iterator;
                    public class %s implements overtake.kernel.Agent {
                      public enum Color { RED, GREEN, BLUE; int twice() { return ordinal() * 2; } }
                      public static class Node implements Iterable<Node> {
                        public final int id; public int v; public boolean f; public Color color = Color.GREEN; public Node next; public final int[] tab;
                        Node(int id) { this.id = id; tab = new int[] { id * 3, id + 7 }; }
                        int get() { return v + id; }
                        public Iterator<Node> iterator() { return new Walk(this); }
                      }
                      static final class Big extends Node { Big(int id) { super(id); } int get() { return v * 2 - id; } }
                      static final class Walk implements Iterator<Node> {
                        Node at; int left = 4; Walk(Node n) { at = n; }
                        public boolean hasNext() { return at != null && left > 0; }
                        public Node next() { Node n = at; at = n.next; left--; return n; }
                      }
                      record Pair(int a, int b) { int sum() { return a + b; } boolean ordered() { return a <= b; } }
                      static final class Guard implements AutoCloseable { final Node n; Guard(Node n) { this.n = n; n.v++; } public void close() { n.v -= 3; } }
                      public final Node a = new Node(1), b = new Big(2), c = new Node(3);
                      public final Node[] all = { a, b, c };
                      public final int[] cells = { 4, 5, 6, 7 };
                      public int x = 3, y = -2; public boolean p = true; public Node head = a;
                      public %s() { a.next = b; b.next = c; }
                      static int apply(IntUnaryOperator op, int n) { return op.applyAsInt(n) + 1; }
                      static void each(Node[] all, Consumer<Node> what) { for (Node n : all) what.accept(n); }
                    """.formatted(
                        name, name));
        int helpers = 1 + random.nextInt(3);
        for (int i = 0; i < helpers; i++) {
            helper(i);
            helper = i + 1;
        }
        ints.clear();
        booleans.clear();
        nodes.clear();
        inHelper = false;
        out.append("public void run() {\n");
        block(MOST_DEPTH, 6);
        out.append("}\n}\n");
        return out.toString();
    }

    private void helper(int number) {
        ints.clear();
        booleans.clear();
        nodes.clear();
        ints.add("i");
        booleans.add("q");
        nodes.add("n");
        inHelper = true;
        out.append("int h").append(number).append("(int i, boolean q, Node n) {\n");
        block(2, 4);
        out.append("return ").append(intValue(2)).append(";\n}\n");
    }

    private void block(int depth, int most) {
        int i = ints.size();
        int b = booleans.size();
        int n = nodes.size();
        int count = 1 + random.nextInt(most);
        for (int s = 0; s < count; s++) {
            statement(depth);
        }
        ints.subList(i, ints.size()).clear();
        booleans.subList(b, booleans.size()).clear();
        nodes.subList(n, nodes.size()).clear();
    }

    private void nested(int depth) {
        out.append("{\n");
        block(depth - 1, 3);
        out.append("}\n");
    }

    private void statement(int depth) {
        int kind = random.nextInt(depth > 0 ? 24 : 10);
        switch (kind) {
            case 0 -> declareInt();
            case 1 -> {
                String name = "z" + names++;
                out.append("boolean ").append(name).append(" = ").append(condition(2)).append(";\n");
                booleans.add(name);
            }
            case 2 -> {
                String name = "n" + names++;
                out.append("Node ").append(name).append(" = ").append(node(1)).append(";\n");
                nodes.add(name);
            }
            case 3, 4 -> out.append(place()).append(" = ").append(intValue(2)).append(";\n");
            case 5 -> out.append(place()).append(pick("++", "--", " += 3", " ^= 5", " <<= 1")).append(";\n");
            case 6 -> out.append(pick("p", "a.f", "b.f")).append(" = ").append(condition(2)).append(";\n");
            case 7 -> out.append(pick("head", "a.next", "c.next")).append(" = ").append(node(1)).append(";\n");
            case 8 -> out.append("c.color = ").append(color()).append(";\n");
            case 9 -> assignLocal();
            case 10, 11, 12 -> {
                out.append("if (").append(condition(2)).append(") ");
                nested(depth);
                if (random.nextBoolean()) {
                    out.append("else ");
                    nested(depth);
                }
            }
            case 13, 14 -> loop(depth);
            case 15 -> choice(depth);
            case 16 -> enumChoice(depth);
            case 17 -> protect(depth);
            case 18 -> useNode(depth);
            case 19 -> lambda();
            case 20 -> walk(depth);
            case 21 -> leave();
            case 22 -> {
                String name = "r" + names++;
                out.append("var ").append(name).append(" = new Pair(").append(intValue(1)).append(", ");
                out.append(intValue(1)).append(");\nif (").append(name).append(".ordered()) x += ");
                out.append(name).append(".sum();\n");
            }
            default -> {
                out.append("try (var g").append(names++).append(" = new Guard(").append(pick("a", "b", "c"));
                out.append(")) ");
                nested(depth);
            }
        }
    }

    private void declareInt() {
        String name = "v" + names++;
        out.append("int ").append(name).append(" = ").append(intValue(2)).append(";\n");
        ints.add(name);
    }

    private void assignLocal() {
        if (inLambda || ints.isEmpty()) {
            declareInt();
            return;
        }
        String local = ints.get(random.nextInt(ints.size()));
        if (local.startsWith("v")) {
            out.append(local).append(pick(" = ", " += ", " -= ")).append(intValue(2)).append(";\n");
        } else {
            declareInt();
        }
    }

    private void loop(int depth) {
        String index = "k" + names++;
        loops++;
        if (random.nextBoolean()) {
            out.append("for (int ").append(index).append(" = 0; ").append(index).append(" < ")
                    .append(random.nextInt(4));
            out.append("; ").append(index).append("++) ");
            ints.add(index);
            nested(depth);
            ints.remove(index);
        } else {
            out.append("{ int ").append(index).append(" = ").append(random.nextInt(4)).append(";\n do {\n");
            block(depth - 1, 3);
            out.append("} while (--").append(index).append(" > 0 && ").append(condition(1)).append("); }\n");
        }
        loops--;
    }

    private void walk(int depth) {
        String name = "w" + names++;
        loops++;
        nodes.add(name);
        if (random.nextBoolean()) {
            out.append("for (Node ").append(name).append(" : ").append(pick("all", "a", "head == null ? a : head"))
                    .append(") ");
            nested(depth);
        } else {
            String left = "l" + names++;
            out.append("{ int ").append(left).append(" = 4; for (Node ").append(name).append(" = head; ").append(name);
            out.append(" != null && ").append(left).append("-- > 0; ").append(name).append(" = ").append(name);
            out.append(".next) ");
            nested(depth);
            out.append("}\n");
        }
        nodes.remove(name);
        loops--;
    }

    private void choice(int depth) {
        out.append("switch (").append(intValue(1)).append(pick(" & 3", "")).append(") {\n");
        for (int i = 0; i < 3; i++) {
            out.append("case ").append(i * (i + 1)).append(": ");
            nested(depth);
            if (random.nextInt(3) > 0) {
                out.append("break;\n");
            }
        }
        out.append("default: ");
        nested(depth);
        out.append("}\n");
    }

    private void enumChoice(int depth) {
        out.append("switch (").append(color()).append(") {\ncase RED -> ");
        nested(depth);
        out.append("case GREEN -> x++;\n default -> ");
        nested(depth);
        out.append("}\n");
    }

    private void protect(int depth) {
        out.append("try ");
        int outer = loops;
        nested(depth);
        loops = 0;
        out.append("finally {\n").append(place()).append("++;\nif (").append(condition(1)).append(") y ^= 1;\n}\n");
        loops = outer;
    }

    private void useNode(int depth) {
        if (nodes.isEmpty()) {
            out.append("y += ").append(intValue(1)).append(";\n");
            return;
        }
        String node = nodes.get(random.nextInt(nodes.size()));
        out.append("if (").append(node).append(" != null) {\n").append(node);
        out.append(pick(".v = ", ".v += ")).append(intValue(1)).append(";\n x ^= ").append(node).append(".get();\n");
        block(depth - 1, 2);
        out.append("}\n");
    }

    private void lambda() {
        if (inLambda) {
            out.append("x--;\n");
            return;
        }
        List<String> kept = List.copyOf(ints);
        ints.removeIf(v -> !v.startsWith("i"));
        if (inHelper) {
            ints.clear();
        }
        inLambda = true;
        switch (random.nextInt(3)) {
            case 0 -> {
                String t = "t" + names++;
                ints.add(t);
                out.append("x = apply(").append(t).append(" -> ").append(intValue(2)).append(", ").append("y")
                        .append(");\n");
            }
            case 1 -> {
                String m = "m" + names++;
                out.append("each(all, ").append(m).append(" -> { ").append(m).append(".v += ").append(intValue(1));
                out.append("; if (").append(condition(1)).append(") y++; });\n");
            }
            default -> out.append("y += apply(Math::abs, x);\n");
        }
        inLambda = false;
        ints.clear();
        ints.addAll(kept);
    }

    private void leave() {
        String condition = condition(1);
        if (loops > 0 && random.nextBoolean()) {
            out.append("if (").append(condition).append(") ").append(pick("break", "continue")).append(";\n");
        } else {
            out.append("if (").append(condition).append(") return").append(inHelper ? " " + intValue(1) : "")
                    .append(";\n");
        }
    }

    // ---- expressions

    private String place() {
        return switch (random.nextInt(6)) {
            case 0 -> "x";
            case 1 -> "y";
            case 2 -> pick("a.v", "b.v", "c.v");
            case 3 -> "cells[" + intValue(1) + " & 3]";
            case 4 -> "cells[2]";
            default -> "all[(" + intValue(0) + " & 1)].v";
        };
    }

    private String intValue(int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return switch (random.nextInt(5)) {
                case 0 -> Integer.toString(random.nextInt(-3, 9));
                case 1 -> pick("x", "y", "a.v", "b.id", "c.v");
                case 2 -> pick("cells[1]", "a.tab[1]", "b.tab[x & 1]", "all.length");
                default -> ints.isEmpty() ? "x" : ints.get(random.nextInt(ints.size()));
            };
        }
        return switch (random.nextInt(12)) {
            case 0, 1, 2 ->
                "(" + intValue(depth - 1) + pick(" + ", " - ", " * ", " ^ ", " & ", " | ") + intValue(depth - 1) + ")";
            case 3 -> "(" + intValue(depth - 1) + pick(" << ", " >> ", " >>> ") + random.nextInt(5) + ")";
            case 4 -> "(" + condition(depth - 1) + " ? " + intValue(depth - 1) + " : " + intValue(depth - 1) + ")";
            case 5 -> "(" + condition(depth - 1) + " ? 1 : " + pick("0", "7") + ")";
            case 6 -> "-" + "(" + intValue(depth - 1) + ")";
            case 7 -> pick("(byte) ", "(short) ", "(char) ") + "(" + intValue(depth - 1) + ")";
            case 8 ->
                "switch (" + color() + ") { case RED -> " + intValue(depth - 1) + "; case GREEN -> 4; case BLUE -> "
                        + intValue(depth - 1) + "; }";
            case 9 -> helper == 0 ? "Math.max(x, " + intValue(depth - 1) + ")"
                    : "h" + random.nextInt(helper) + "("
                            + intValue(depth - 1) + ", " + condition(depth - 1) + ", " + node(0) + ")";
            case 10 -> pick("a", "b", "all[1]", "all[2]") + ".get()";
            default -> "(" + intValue(depth - 1) + " / 3)";
        };
    }

    private String condition(int depth) {
        if (depth == 0 || random.nextInt(5) == 0) {
            return booleans.isEmpty() || random.nextBoolean()
                    ? pick("p", "a.f", "b.f", "(x > 0)", "(head == null)", "(head == b)")
                    : booleans.get(random.nextInt(booleans.size()));
        }
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> "(" + intValue(depth - 1) + pick(" < ", " > ", " == ", " != ", " <= ", " >= ")
                    + intValue(depth - 1) + ")";
            case 3 -> "(" + condition(depth - 1) + " && " + condition(depth - 1) + ")";
            case 4 -> "(" + condition(depth - 1) + " || " + condition(depth - 1) + ")";
            case 5 -> "!" + condition(depth - 1);
            case 6 -> "(" + condition(depth - 1) + pick(" ^ ", " & ", " == ") + condition(depth - 1) + ")";
            default -> "(" + node(0) + pick(" == ", " != ") + node(0) + ")";
        };
    }

    private String node(int depth) {
        if (depth > 0 && random.nextInt(3) == 0) {
            return "(" + condition(depth - 1) + " ? " + node(0) + " : " + node(0) + ")";
        }
        return nodes.isEmpty() || inLambda || random.nextBoolean()
                ? pick("a", "b", "c", "head", "a.next", "null", "all[x & 1]")
                : nodes.get(random.nextInt(nodes.size()));
    }

    private String color() {
        return pick("c.color", "Color.BLUE", "a.color", "(p ? Color.RED : Color.BLUE)");
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
