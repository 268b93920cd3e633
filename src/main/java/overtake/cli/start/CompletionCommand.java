package overtake.cli.start;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import overtake.scenario.NearMisses;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `overtake completion SHELL`
@Command(name = "completion", mixinStandardHelpOptions = true, description = "Print a script that completes commands, options and files in a shell.")
public final class CompletionCommand implements Callable<Integer> {
    private static final List<String> SHELLS = List.of("bash", "zsh");
    private static final String ZSH =
            "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit";

    private final PrintStream out;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private String shell = "";

    public CompletionCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        if (!SHELLS.contains(shell)) {
            throw new ParameterException(spec.commandLine(),
                    "no completion for " + shell + "; expected " + NearMisses.oneOf(SHELLS));
        }
        if (shell.equals("zsh")) {
            out.println(ZSH);
        }
        out.println(AutoComplete.bash(spec.root().name(), spec.root().commandLine()).stripTrailing());
        return 0;
    }
}
