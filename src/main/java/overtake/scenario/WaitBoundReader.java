package overtake.scenario;

import com.typesafe.config.ConfigOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import overtake.program.Program;
import overtake.program.World;
import overtake.program.World.WaitBound;

/// Reads the section `bounds`: how often others may go ahead of an agent that waits.
final class WaitBoundReader {
    private static final String ANY = "*";
    private static final String FORM =
            "AGENT/SITE, such as \"vcpu0/schedule/READ_ONCE(__state)\"; `disasm` prints the sites";

    private final World world;
    private final Problems problems;

    WaitBoundReader(World world, Problems problems) {
        this.world = world;
        this.problems = problems;
    }

    /// One bound as the file has it.
    record Raw(String name, Section section) {}

    /// The keys that the section may have, before the world is known.
    static List<Raw> sections(Section bounds) {
        return bounds.keys().stream().map(name -> new Raw(name, bounds.section(name)))
                .filter(raw -> raw.section().present())
                .toList();
    }

    /// The world with the bounds.
    ///
    /// @param taken names of its properties
    World read(List<Raw> raws, List<String> taken) {
        List<WaitBound> bounds = new ArrayList<>();
        for (Raw raw : raws) {
            if (taken.contains(raw.name())) {
                problems.add(raw.section().origin(), "bounds." + raw.name()
                        + " has the name of another property of this world; expected a name of its own");
            }
            read(raw.name(), raw.section()).ifPresent(bounds::add);
        }
        return world.withBounds(bounds);
    }

    private Optional<WaitBound> read(String name, Section section) {
        section.require("while", "while = " + FORM);
        section.require("passes", "passes = " + FORM);
        section.require("at-most", "at-most = a whole number from 0 to " + WaitBound.MOST);
        Optional<WaitBound.Place> from = section.text("while").flatMap(this::place);
        Optional<Section.Text> end = section.text("until");
        Optional<WaitBound.Place> until = end.flatMap(this::place);
        List<Section.Text> texts = section.textOrTexts("passes", "[\"notifier/START\", \"notifier2/START\"]");
        Optional<Long> most = section.number("at-most", 0, WaitBound.MOST);
        section.end();
        if (from.isEmpty() || most.isEmpty()) {
            return Optional.empty();
        }
        int waiting = from.get().agent();
        if (until.filter(place -> place.agent() != waiting).isPresent()) {
            problems.add(end.orElseThrow().origin(), section.name("until") + " is of "
                    + world.programs().get(until.get().agent()).agent() + "; expected a site of "
                    + world.programs().get(waiting).agent() + ", the agent that waits");
        }
        List<WaitBound.Place> passes =
                texts.stream().flatMap(text -> others(text, section.name("passes"), waiting).stream()).toList();
        return Optional.of(new WaitBound(name, from.get(), until, passes, most.get().intValue()));
    }

    /// The places that a text stands for: of one agent, or of all others that have the site.
    private List<WaitBound.Place> others(Section.Text text, String key, int waiting) {
        if (!text.value().startsWith(ANY + "/")) {
            Optional<WaitBound.Place> place = place(text);
            if (place.filter(one -> one.agent() == waiting).isPresent()) {
                problems.add(text.origin(), key + " names the agent that waits; expected another one");
            }
            return place.stream().toList();
        }
        String site = text.value().substring(ANY.length() + 1);
        List<WaitBound.Place> places = new ArrayList<>();
        SortedSet<String> known = new TreeSet<>();
        for (int agent = 0; agent < world.programs().size(); agent++) {
            SortedSet<String> sites = sites(world.programs().get(agent));
            if (agent != waiting && sites.contains(site)) {
                places.add(new WaitBound.Place(agent, site));
            }
            known.addAll(sites);
        }
        if (places.isEmpty()) {
            unknownSite(text.origin(), "no other agent", site, known);
        }
        return places;
    }

    private Optional<WaitBound.Place> place(Section.Text text) {
        int slash = text.value().indexOf('/');
        if (slash < 1) {
            problems.add(text.origin(), "\"" + text.value() + "\" names no site of an agent; expected " + FORM);
            return Optional.empty();
        }
        String name = text.value().substring(0, slash);
        String site = text.value().substring(slash + 1);
        Optional<String> wrong = DirectiveReader.wrongAgent(world, name);
        if (wrong.isPresent()) {
            problems.add(text.origin(), wrong.get());
            return Optional.empty();
        }
        int agent = DirectiveReader.agents(world).indexOf(name);
        SortedSet<String> sites = sites(world.programs().get(agent));
        if (!sites.contains(site)) {
            unknownSite(text.origin(), name, site, sites);
            return Optional.empty();
        }
        return Optional.of(new WaitBound.Place(agent, site));
    }

    private void unknownSite(ConfigOrigin origin, String who, String site, SortedSet<String> sites) {
        boolean travels = world.programs().stream().anyMatch(program -> DirectiveReader.sites(program).contains(site));
        String choices = DirectiveReader.choices(site, sites);
        problems.add(origin, travels && !sites.contains(site)
                ? who + " does not stop at " + site
                        + ", which is a fence, or sent and left in flight, or not its own; expected a lock, a load or an atomic"
                        + choices.replaceFirst("; expected one of", ", one of")
                : who + " has no site " + site + choices);
    }

    /// The sites at which an agent stands.
    private static SortedSet<String> sites(Program program) {
        SortedSet<String> sites = new TreeSet<>();
        for (int pc = 0; pc < program.instructions().size(); pc++) {
            if (WaitBound.canStandAt(program.instructions().get(pc))) {
                sites.add(program.sources().get(pc).site());
            }
        }
        program.handler().ifPresent(handler -> sites.addAll(sites(handler)));
        return sites;
    }
}
