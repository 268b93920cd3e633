package overtake.check.states;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// Asks the C library at once for as much as there may ever be. The operating system gives a page when somebody first writes to it, so what is not used costs nothing, and what grows
/// stays where it is. Linux is told that huge pages pay here. Only where `--enable-native-access` allows it.
final class Reserved implements Room {
    private static final long HUGE_PAGE = 1L << 21;
    /// `MADV_HUGEPAGE` of Linux.
    private static final int MADV_HUGEPAGE = 14;

    private static final Optional<Library> LIBRARY = Library.find();

    private final Arena arena;
    private final MemorySegment memory;

    private Reserved(Arena arena, MemorySegment memory) {
        this.arena = arena;
        this.memory = memory;
    }

    /// @return empty if the C library may not be asked, or does not have so much
    static Optional<Room> of(long mostBytes) {
        return LIBRARY.flatMap(library -> library.reserve(mostBytes));
    }

    @Override
    public MemorySegment grow(long bytes) {
        return memory.asSlice(0, bytes);
    }

    @Override
    public void close() {
        arena.close();
    }

    /// The functions of the C library.
    @SuppressWarnings("restricted") // the signatures are those of the C standard and of madvise(2)
    private record Library(MethodHandle calloc, MethodHandle free, Optional<MethodHandle> madvise) {
        static Optional<Library> find() {
            Linker linker = Linker.nativeLinker();
            boolean longSizes = ValueLayout.JAVA_LONG.equals(linker.canonicalLayouts().get("size_t"));
            if (!longSizes || !Reserved.class.getModule().isNativeAccessEnabled()) {
                return Optional.empty();
            }
            SymbolLookup names = linker.defaultLookup();
            var calloc = FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);
            var free = FunctionDescriptor.ofVoid(ValueLayout.ADDRESS);
            var madvise = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT);
            Optional<MethodHandle> advising = System.getProperty("os.name", "").equals("Linux")
                    ? names.find("madvise").map(at -> linker.downcallHandle(at, madvise))
                    : Optional.empty();
            return names.find("calloc").flatMap(allocating -> names.find("free")
                    .map(freeing -> new Library(linker.downcallHandle(allocating, calloc),
                            linker.downcallHandle(freeing, free), advising)));
        }

        Optional<Room> reserve(long bytes) {
            MemorySegment start = (MemorySegment) call(calloc, 1L, bytes + HUGE_PAGE);
            if (start.equals(MemorySegment.NULL)) {
                return Optional.empty();
            }
            Arena arena = Arena.ofShared();
            MemorySegment all = start.reinterpret(bytes + HUGE_PAGE, arena, given -> call(free, given));
            MemorySegment memory = all.asSlice(-all.address() & HUGE_PAGE - 1, bytes);
            madvise.ifPresent(advising -> call(advising, memory, bytes, MADV_HUGEPAGE)); // no harm if it is refused
            return Optional.of(new Reserved(arena, memory));
        }

        private static Object call(MethodHandle function, Object... arguments) {
            try {
                return function.invokeWithArguments(arguments);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("a function of the C library threw", e);
            }
        }
    }
}
