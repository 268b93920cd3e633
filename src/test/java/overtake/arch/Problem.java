package overtake.arch;

/// Something untidy, where it is, and what it is.
record Problem(String path, long line, String what) {
    @Override
    public String toString() {
        return path + ":" + line + ": " + what;
    }
}
