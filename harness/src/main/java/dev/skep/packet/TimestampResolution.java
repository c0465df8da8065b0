package dev.skep.packet;

/** How finely a classic pcap file tells the time. */
public enum TimestampResolution {
    MICROSECONDS(1_000),
    NANOSECONDS(1);

    private final int unitNs;

    TimestampResolution(int unitNs) {
        this.unitNs = unitNs;
    }

    /** Nanoseconds in one unit of the sub-second field. */
    int unitNs() {
        return unitNs;
    }
}
