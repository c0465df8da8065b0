package dev.skep.kernel.net;

/**
 * A network device of the simulated machine. Counterpart: {@code struct net_device}.
 *
 * @param ifindex its number, from 1
 * @param name as {@code ip link} shows it
 * @param mtu bytes of a network packet that fit in a frame
 * @param hardwareAddress six bytes in the lowest bits, the first of them highest
 * @param queues receive queues
 * @param forwarding whether packets that are not for this machine are forwarded
 */
public record NetDevice(int ifindex, String name, int mtu, long hardwareAddress, int queues, Forwarding forwarding) {
    /** Bytes of the link-layer header: every device here is an Ethernet, or pretends to be, as loopback does. */
    public static final int HEADER_LENGTH = 14;

    /** The number of {@code lo}. */
    public static final int LOOPBACK = 1;

    /** The sysctls {@code net.ipv4.conf.DEVICE.forwarding} and its sibling of IPv6. */
    public enum Forwarding {
        DISABLED,
        ENABLED
    }

    public NetDevice {
        if (ifindex < 1 || mtu < 0 || queues < 1 || name.isEmpty()) {
            throw new IllegalArgumentException(
                    "device " + ifindex + " " + name + ": mtu " + mtu + ", queues " + queues);
        }
    }

    /** An Ethernet device with one queue that forwards nothing. */
    public static NetDevice ethernet(int ifindex, String name, long hardwareAddress) {
        return new NetDevice(ifindex, name, 1500, hardwareAddress, 1, Forwarding.DISABLED);
    }

    static NetDevice loopback() {
        return new NetDevice(LOOPBACK, "lo", 65536, 0, 1, Forwarding.DISABLED);
    }

    public NetDevice withMtu(int value) {
        return new NetDevice(ifindex, name, value, hardwareAddress, queues, forwarding);
    }

    public NetDevice withQueues(int value) {
        return new NetDevice(ifindex, name, mtu, hardwareAddress, value, forwarding);
    }

    public NetDevice withForwarding(Forwarding value) {
        return new NetDevice(ifindex, name, mtu, hardwareAddress, queues, value);
    }
}
