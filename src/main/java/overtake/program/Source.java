package overtake.program;

import java.util.List;

/// Where an instruction comes from.
///
/// @param site stable name `method/operation[#n]`, such as `hva_to_pfn_retry/smp_mb`; with `Class.` in front where two classes
///     would share it. Copies of one source operation (inlined twice) share one site.
/// @param operation the operation as the kernel would spell it, such as `WRITE_ONCE(gpc.valid)`
/// @param file name of the source file, such as `HvaToPfnRetry.java`
/// @param line line in that file, counted from 1; 0 if unknown
/// @param callers the inlined call chain, innermost first, each `File.java:line`
public record Source(String site, String operation, String file, int line, List<String> callers) {
    public Source {
        callers = List.copyOf(callers);
    }

    /// A source for programs that are made by hand, in tests and by the litmus front end.
    public static Source of(String site) {
        return new Source(site, site.substring(site.indexOf('/') + 1), "", 0, List.of());
    }
}
