package overtake.program.edit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import overtake.program.Instruction;
import overtake.program.Program;
import overtake.program.Source;
import overtake.program.World;

/// Programs as text, for reading beside their source.
public final class Disassembly {
    private Disassembly() {}

    /// The instructions alone, one a line: number and instruction.
    public static List<String> instructions(World world, Program program) {
        InstructionText text = new InstructionText(world, program);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < program.instructions().size(); i++) {
            lines.add(i + " " + text.of(program.instructions().get(i)));
        }
        return lines;
    }

    /// A row for each instruction, in columns: number; `*` if it is a step of its own; the instruction; its site; `-` if the site can be
    /// dropped; file and line.
    public static String of(World world, Program program) {
        InstructionText text = new InstructionText(world, program);
        Map<String, SiteInfo> sites = new LinkedHashMap<>();
        Edit.sites(world).forEach(info -> sites.put(info.site(), info));
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < program.instructions().size(); i++) {
            Instruction instruction = program.instructions().get(i);
            Source source = program.sources().get(i);
            SiteInfo info = sites.get(source.site());
            rows.add(List.of(
                    Integer.toString(i),
                    instruction.isVisible() ? "*" : "",
                    text.of(instruction),
                    info != null && info.canBeDropped() ? "-" : "",
                    source.site(),
                    source.line() == 0 ? source.file() : source.file() + ":" + source.line()));
        }
        return align(rows);
    }

    private static String align(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] width = new int[columns];
        for (List<String> row : rows) {
            for (int c = 0; c < columns; c++) {
                width[c] = Math.max(width[c], row.get(c).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < columns; c++) {
                String space = " ".repeat(width[c] - row.get(c).length());
                // Numbers are set to the right.
                line.append(c == 0 ? space + row.get(c) : row.get(c) + space).append(' ');
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
