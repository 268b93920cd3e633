package overtake.litmus;

/// One test under one model.
///
/// @param path of the test: as given, or relative to the folder that was given
/// @param model name of the memory model
/// @param milliseconds of the search, without reading the test
public record LitmusResult(String path, LitmusTest test, String model, HerdOutcome outcome, double milliseconds) {}
