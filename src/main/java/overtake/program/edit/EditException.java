package overtake.program.edit;

import java.util.List;

/// An edit of a site that is not possible: what was asked, why not, and what is possible instead.
public final class EditException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> choices;

    EditException(String message, List<String> choices) {
        super(message);
        this.choices = List.copyOf(choices);
    }

    /// What could have been meant: sites, or forms to weaken to.
    public List<String> choices() {
        return choices;
    }
}
