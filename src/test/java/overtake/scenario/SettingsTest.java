package overtake.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import overtake.machine.Bounds;

final class SettingsTest {
    private static Settings read(String application) {
        Config config = ConfigFactory
                .parseString(application, ConfigParseOptions.defaults().setOriginDescription("application.conf"))
                .withFallback(ConfigFactory.parseResources("reference.conf"))
                .resolve(ConfigResolveOptions.defaults().setAllowUnresolved(true));
        return Settings.read(config, new Problems(Path.of("application.conf")));
    }

    @Test
    void the_built_in_values_are_those_of_reference_conf() {
        Settings settings = read("");
        assertThat(settings.fuzzing()).isEqualTo(new Exploration.Fuzz("portfolio", 100_000, 400, 1, 1));
        assertThat(settings.out()).isEqualTo(Path.of("runs"));
        assertThat(settings.bounds()).isEqualTo(Bounds.DEFAULT);
    }

    @Test
    void application_conf_changes_what_it_names() {
        Settings settings = read("overtake { fuzz.runs = 5, machine.store-channel = 2, out = elsewhere }");
        assertThat(settings.fuzzing().runs()).isEqualTo(5);
        assertThat(settings.fuzzing().strategy()).isEqualTo("portfolio");
        assertThat(settings.bounds().channel()).isEqualTo(2);
        assertThat(settings.out()).isEqualTo(Path.of("elsewhere"));
    }

    @Test
    void mistakes_in_application_conf_are_reported_all_at_once() {
        assertThatThrownBy(
                () -> read("\novertake.fuzz.run = 5\novertake.machine.store-channel = 65\novertake.outt = x"))
                .isInstanceOf(ScenarioException.class)
                .hasMessage(
                        """
                            application.conf:2: unknown key overtake.fuzz.run; expected one of strategy, runs, max-steps, seed, jobs, lkmm-percent; \
                            did you mean runs?
                            application.conf:3: overtake.machine.store-channel is 65; expected a whole number from 1 to 64
                            application.conf:4: unknown key overtake.outt; expected one of fuzz, check, machine, out; did you mean out?""");
    }

    @Test
    void the_shipped_application_conf_is_right() {
        assertThat(Settings.load().bounds()).isEqualTo(Bounds.DEFAULT);
    }
}
