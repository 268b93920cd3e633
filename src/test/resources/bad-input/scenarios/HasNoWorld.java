public final class HasNoWorld {}
