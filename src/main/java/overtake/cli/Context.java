package overtake.cli;

import picocli.CommandLine.Model.CommandSpec;

/// What commands need beside their options.
record Context(Console console, Monitor monitor) {
    Session session(CommandSpec spec, OutputOptions output) {
        return new Session(spec.name(), console, monitor, output);
    }
}
