package dev.skep.kernel.net;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The network namespace of the machine: its devices. A fresh one has loopback only, up, as device 1. Counterpart:
 * {@code struct net}.
 */
public final class Network {
    /**
     * The number of the machine's own namespace, {@code init_net.net_cookie}: the third namespace of a 6.18 machine.
     */
    public static final long COOKIE = 3;

    private final TreeMap<Integer, NetDevice> devices = new TreeMap<>();
    private final Set<String> congestionControls = new LinkedHashSet<>(List.of("cubic", "reno", "bbr"));
    private long socketCookies;

    public Network() {
        add(NetDevice.loopback());
    }

    /** Adds a device, or puts another in its place. */
    public void add(NetDevice device) {
        devices.put(device.ifindex(), device);
    }

    /** The device with this number, or {@code null}. Also for numbers that came as unsigned. */
    public @Nullable NetDevice device(int ifindex) {
        return devices.get(ifindex);
    }

    /** All devices in order of their numbers. */
    public Collection<NetDevice> devices() {
        return Collections.unmodifiableCollection(devices.values());
    }

    /** What sockets can do about congestion: what the reference kernel has, and what programs implement. */
    public Set<String> congestionControls() {
        return Collections.unmodifiableSet(congestionControls);
    }

    /** Programs implement one more. {@code tcp_register_congestion_control}. */
    public void addCongestionControl(String name) {
        congestionControls.add(name);
    }

    /** A number for a socket; the kernel's begin anywhere, these at 1. */
    long nextSocketCookie() {
        return ++socketCookies;
    }

    /** {@code lo}. */
    public NetDevice loopback() {
        NetDevice loopback = devices.get(NetDevice.LOOPBACK);
        if (loopback == null) {
            throw new IllegalStateException("no loopback device");
        }
        return loopback;
    }
}
