package overtake.scenario.brief;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import overtake.memory.MemoryModel;

/// The rows of the kernel brief, in its order, from `claims.conf` beside this class.
public final class Claims {
    private static final List<String> OUTCOMES = List.of(Claim.OK, Claim.BAD, Claim.OPEN);
    private final List<Claim> rows;

    private Claims(List<Claim> rows) {
        this.rows = List.copyOf(rows);
    }

    /// @throws IllegalStateException if the file in the jar is not what it should be: a bug of ours
    public static Claims load() {
        Config file = ConfigFactory.parseURL(Claims.class.getResource("claims.conf")).resolve();
        List<Claim> rows = new ArrayList<>();
        for (Config claim : file.getConfigList("claims")) {
            rows.add(claim(claim));
        }
        return new Claims(rows);
    }

    private static Claim claim(Config claim) {
        Map<String, Map<String, String>> cases = new TreeMap<>();
        if (claim.hasPath("cases")) {
            for (Config one : claim.getConfigList("cases")) {
                cases.put(one.getString("scenario"), outcomes(one));
            }
        }
        return new Claim(claim.getString("row"), claim.getString("change"), claim.getString("mark"), outcomes(claim),
                cases);
    }

    private static Map<String, String> outcomes(Config claim) {
        Map<String, String> outcomes = new TreeMap<>();
        for (MemoryModel model : MemoryModel.all()) {
            if (claim.hasPath(model.name())) {
                String outcome = claim.getString(model.name());
                if (!OUTCOMES.contains(outcome)) {
                    throw new IllegalStateException(claim + ": " + outcome + " is none of " + OUTCOMES);
                }
                outcomes.put(model.name(), outcome);
            }
        }
        return outcomes;
    }

    public List<Claim> rows() {
        return rows;
    }

    public Optional<Claim> row(String row) {
        return rows.stream().filter(claim -> claim.row().equals(row)).findFirst();
    }
}
