package overtake.explore.stats;

/// What the executions of a campaign have shown.
///
/// @param counted executions that count here: of the first 4096 those that were whole, of the others one in sixteen; until there are four million classes
/// @param classes how many differ in the order of conflicting operations on some location, or in a value that was read or chosen; see [Interleaving]
/// @param single how many of the classes were seen once only
/// @param sites how many source operations on something shared the agents have
/// @param reached how many of them were carried out in some execution
/// @param pairs how many pairs of sites of different agents made conflicting accesses of one cell, one right after the other
/// @param possible how many pairs could, as far as the programs tell
public record Statistics(long counted, long classes, long single, int sites, int reached, int pairs, int possible) {
    /// The chance that the next execution shows a class that none has shown, as Good and Turing estimate it: the share of executions whose class was
    /// seen once (Good, "The population frequencies of species and the estimation of population parameters", Biometrika 1953). 1 before the first.
    public double chanceOfNew() {
        return chanceOfNew(counted, single);
    }

    static double chanceOfNew(long counted, long single) {
        return counted == 0 ? 1 : (double) single / counted;
    }
}
