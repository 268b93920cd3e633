package overtake.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.kernel.Param;

/// Parameters of every world that comes with the tool: wrong ones are refused in words that name the choices.
final class ShippedWorldsParametersTest {
    @TempDir
    private Path folder;

    private record Wrong(String key, String value, String message) {}

    static List<String> worlds() {
        return WorldClasses.names();
    }

    private Path scenario(String world, String params) throws IOException {
        return Files.writeString(folder.resolve("x.conf"), """
            world = %s
            params { %s }
            expect { sc = pass }
            """.formatted(world, params));
    }

    private void assertRefused(String world, String params, String... messages) throws IOException {
        Path file = scenario(world, params);
        assertThatThrownBy(() -> new ScenarioReader(Settings.load()).read(file, Overrides.NONE))
                .as("%s { %s }", world, params)
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("x.conf:")
                .hasMessageContainingAll(messages);
    }

    private static String key(RecordComponent component) {
        return component.getName().replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private static List<Wrong> wrong(RecordComponent component) {
        String key = key(component);
        Param param = component.getAnnotation(Param.class);
        List<Wrong> wrong = new ArrayList<>();
        if (component.getType() == int.class) {
            wrong.add(new Wrong(key, String.valueOf(param.max() + 1), String.valueOf(param.max())));
            wrong.add(new Wrong(key, String.valueOf(param.min() - 1), String.valueOf(param.min())));
        } else if (component.getType() == boolean.class) {
            wrong.add(new Wrong(key, "perhaps", "true or false"));
        } else {
            String last = component.getType().getEnumConstants()[0].toString();
            wrong.add(new Wrong(key, "no-such-word", last.replace('_', '-').toLowerCase(Locale.ROOT)));
        }
        return wrong;
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void a_value_outside_its_range_is_refused_with_the_range(String world) throws Exception {
        for (RecordComponent component : Class.forName(world).getRecordComponents()) {
            for (Wrong each : wrong(component)) {
                assertRefused(world, each.key() + " = " + each.value(), each.key(), each.message());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void every_parameter_says_what_it_means(String world) throws Exception {
        assertThat(Stream.of(Class.forName(world).getRecordComponents()))
                .allSatisfy(component -> assertThat(component.getAnnotation(Param.class)).isNotNull());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        machinery.Machinery     | mutant = one-swap                                 | expected slot-update = delete or move
        machinery.Machinery     | mutant = publish-unlocked                         | and blocking = rcuwait
        machinery.Machinery     | mutant = in-progress-before-seq, invalidations = 0 | expected invalidations = 1 or more
        machinery.Machinery     | mutant = only-seq, vcpus = 0                      | expected vcpus = 1 or more
        machinery.Machinery     | mutant = no-precheck, form = arm64                | expected form = x86
        machinery.Machinery     | blocking = nothing                                | expected slot-update = delete, move or flags
        machinery.Machinery     | slots = 2                                         | expected addresses = 2
        machinery.Machinery     | remap = true                                      | expected form = arm64
        machinery.Machinery     | request = true, vcpus = 0                         | expected vcpus = 1 or more
        machinery.Machinery     | wide = true, addresses = 2, invalidations = 0     | expected invalidations = 1 or more
        pfncache.LocklessCheck  | mutant = range-after-fence, variant = before      | expected variant = as-posted, with-smp-mb
        pfncache.LocklessCheck  | mutant = uhva-after-valid                         | expected ioctl = activate-elsewhere
        pfncache.LocklessCheck  | mutant = no-recheck, invalidations = 0            | expected invalidations = 1 or more
        pfncache.LocklessCheck  | mutant = valid-after-retry-check, vcpus = 0       | expected vcpus = 1 or more
        pfncache.LocklessCheck  | mutant = count-before-seq, invalidations = 0      | it changes END
        pfncache.LocklessCheck  | mutant = initialises-lock                         | expected ioctl = reactivate
        pfncache.LocklessCheck  | checked = unmapped-once                           | expected memremap = true
        pfncache.LocklessCheck  | checked = bounded-rounds, caches = 2              | expected caches = 1
        pfncache.LocklessCheck  | slot-move = one-swap, memslot = false             | expected memslot = true
        pfncache.LocklessCheck  | interrupt = true, vcpus = 0                       | expected vcpus = 1 or more
        rangeend.RangeEnd       | mutant = test-unlocked, waiting = busy-wait       | expected waiting = wait-queue or halt-poll
        rangeend.RangeEnd       | mutant = count-before-clear, invalidations = 0    | expected invalidations = 1 or more
        rangeend.RangeEnd       | one-cpu = true, vcpus = 2                         | expected vcpus = 1, invalidations = 1
        rangeend.RangeEnd       | one-cpu = true, waiting = halt-poll               | expected waiting = busy-wait, cond-resched
        rangeend.RangeEnd       | checked = progress                                | expected one-cpu = true
        """)
    void parameters_of_caches_and_of_the_machinery_fit_together(String world, String params, String message)
            throws IOException {
        refuse(world, params, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        tdp.TdpRoots            | roles = 2, vcpus = 1                              | expected roles = 1, or vcpus = 2
        tdp.TdpRoots            | mutant = gift-before-zap, deletions = 0           | expected deletions = 1 or 2
        tdp.TdpRoots            | mutant = unmap-valid-roots                        | expected invalidations = 1 or 2
        tdp.TdpRoots            | mutant = plain-link, touches = false              | expected touches = true
        tdp.TdpRoots            | mutant = no-recheck, variant = before             | expected variant = series or fixed
        tdp.TdpRoots            | guests-slot = true, dirty-toggles = 1             | expected dirty-toggles = 0
        tdp.TdpRoots            | guests-slot = true, deletions = 0                 | expected deletions = 1 or 2
        tdp.TdpRoots            | slots-locked = false                              | expected deletions = 2
        aging.LocklessAging     | atomic = none                                     | expected holder = age or write-protect
        aging.LocklessAging     | atomic = ad-enabled, holder = age                 | expected ad-enabled = false
        aging.LocklessAging     | mutant = stale-role                               | expected root-zap = true
        aging.LocklessAging     | mutant = clear-rwx                                | expected ad-enabled = false
        aging.LocklessAging     | mutant = age-cmpxchg, ad-enabled = false          | expected ad-enabled = true
        aging.LocklessAging     | mutant = age-cmpxchg, agers = 0                   | expected agers = 1 or 2
        aging.LocklessAging     | harvests = 1, invalidations = 1                   | expected invalidations = 0, or harvests = 0
        aging.LocklessAging     | root-zap = true, read-lock-zap = leaf             | expected read-lock-zap = none
        aging.LocklessAging     | start = clean, ad-enabled = false                 | expected ad-enabled = true, or start = writable
        rmap.RmapAging          | mutant = preemptible                              | expected one-cpu = true
        rmap.RmapAging          | one-cpu = true                                    | expected adds = 0
        hva.LocklessWalk        | delete = true, memslot = false                    | expected memslot = true
        hva.LocklessWalk        | delete = true, invalidations = 1                  | expected invalidations = 0
        hva.LocklessWalk        | agers = 0, on-lock = true                         | expected agers = 1 or more
        arm64.LockedMemslot     | script = reset                                    | expected vcpus = 2
        arm64.LockedMemslot     | script = host-view, vcpus = 2                     | expected vcpus = 1
        arm64.LockedMemslot     | variant = request, mutant = no-recheck            | expected mutant = none or no-mmu-lock
        arm64.LockedMemslot     | variant = at-lock, mutant = no-recheck            | expected mutant = none or seq-for-each-page
        arm64.LockedMemslot     | mutant = seq-for-each-page                        | expected script = lock-during-invalidation
        arm64.LockedMemslot     | mutant = reset-without-icache                     | expected script = reset
        arm64.LockedMemslot     | fwb = true, script = host-view                    | expected fwb = false
        """)
    void parameters_of_roots_of_aging_and_of_arm64_fit_together(String world, String params, String message)
            throws IOException {
        refuse(world, params, message);
    }

    private void refuse(String world, String params, String message) throws IOException {
        String first = params.substring(0, params.indexOf(' '));
        assertRefused("overtake.kvm." + world, params, "refuses its params", message, first);
    }

    @Test
    void all_worlds_are_looked_at() {
        assertThat(worlds()).hasSizeGreaterThan(15).contains("overtake.kvm.teardown.VmDestroy");
    }
}
