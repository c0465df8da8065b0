package dev.skep.link.core;

/** A relocation that libbpf refuses an object for; the one that asks adds the place. */
public final class UnresolvableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String found;
    private final String expected;

    UnresolvableException(String found, String expected) {
        super(found + ", expected " + expected);
        this.found = found;
        this.expected = expected;
    }

    public String found() {
        return found;
    }

    public String expected() {
        return expected;
    }
}
