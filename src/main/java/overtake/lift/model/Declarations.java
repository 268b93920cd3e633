package overtake.lift.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import overtake.kernel.Agent;
import overtake.kernel.Composition;
import overtake.kernel.StateProperty;
import overtake.program.Invariant.When;

/// What a world declares of itself, in its order.
public final class Declarations implements Composition {
    public record Shared(String name, Object object) {}

    public record Actor(String name, Agent agent, Optional<Agent> handler) {}

    public record Property(String name, StateProperty property, When when) {}

    private final List<Shared> shared = new ArrayList<>();
    private final List<Actor> actors = new ArrayList<>();
    private final List<Property> properties = new ArrayList<>();

    public List<Shared> shared() {
        return shared;
    }

    public List<Actor> actors() {
        return actors;
    }

    public List<Property> properties() {
        return properties;
    }

    @Override
    public void shared(String name, Object object) {
        shared.add(new Shared(name, object));
    }

    @Override
    public void agent(String name, Agent agent) {
        actors.add(new Actor(name, agent, Optional.empty()));
    }

    @Override
    public void agent(String name, Agent agent, Agent interruptHandler) {
        actors.add(new Actor(name, agent, Optional.of(interruptHandler)));
    }

    @Override
    public void always(String name, StateProperty property) {
        properties.add(new Property(name, property, When.ALWAYS));
    }

    @Override
    public void atTheEnd(String name, StateProperty property) {
        properties.add(new Property(name, property, When.FINALLY));
    }
}
