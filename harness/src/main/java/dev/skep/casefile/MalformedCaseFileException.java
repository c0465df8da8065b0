package dev.skep.casefile;

/** A case file that cannot be read. The message says where, what was found and what was expected. */
public final class MalformedCaseFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Place place;

    MalformedCaseFileException(Place place, String problem) {
        super(place + ": " + problem);
        this.place = place;
    }

    public Place place() {
        return place;
    }
}
