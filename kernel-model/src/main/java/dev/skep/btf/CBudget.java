package dev.skep.btf;

/** Ends the printing of types that are nested or shared so that their text would have no end. */
final class CBudget {
    private static final int MAX_DEPTH = 1000;

    private long steps;
    private int depth;

    CBudget(Btf btf) {
        steps = 1_000_000 + 100L * btf.typeCount();
    }

    void enter(int id) {
        if (++depth > MAX_DEPTH) {
            throw new MalformedBtfException(
                    "type " + id + ": nests deeper than " + MAX_DEPTH + ", expected fewer levels");
        }
        if (--steps < 0) {
            throw new MalformedBtfException("type " + id + ": types repeat without end, expected a finite text");
        }
    }

    void leave() {
        depth--;
    }
}
