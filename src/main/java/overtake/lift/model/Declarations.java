package overtake.lift.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import overtake.kernel.Agent;
import overtake.kernel.Composition;
import overtake.kernel.StateProperty;
import overtake.program.Invariant.When;
import overtake.program.World;

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

    /// What is missing, too much or named twice.
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (actors.isEmpty()) {
            problems.add("the world has no agents; call composition.agent(name, agent)");
        }
        if (actors.size() > World.MAX_AGENTS) {
            problems.add(
                    "the world has " + actors.size() + " agents; at most " + World.MAX_AGENTS + " are possible");
        }
        twice(problems, "shared objects", shared.stream().map(Shared::name).toList());
        twice(problems, "agents", actors.stream().map(Actor::name).toList());
        twice(problems, "properties", properties.stream().map(Property::name).toList());
        return problems;
    }

    private static void twice(List<String> problems, String kind, List<String> names) {
        names.stream()
                .distinct()
                .filter(name -> Collections.frequency(names, name) > 1)
                .forEach(name -> problems.add("two " + kind + " are named " + name + "; give each a name of its own"));
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
