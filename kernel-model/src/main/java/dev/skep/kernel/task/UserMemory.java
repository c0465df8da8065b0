package dev.skep.kernel.task;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a process, which its threads share: areas of addresses, and pages that somebody wrote. Programs reach
 * it through helpers only. Bytes of an area that nobody wrote are zero. Counterpart: {@code struct mm_struct}.
 */
public final class UserMemory {
    /** The end of what a process can have: {@code TASK_SIZE_MAX}. */
    public static final long END = 0x7fff_ffff_f000L;

    private static final int PAGE = 4096;
    private static final long STACK_TOP = 0x7fff_ffff_e000L;
    private static final long STACK_BYTES = 132 << 10;

    private final List<Area> areas = new ArrayList<>();
    private final Map<Long, byte[]> pages = new HashMap<>();
    private Strings arguments = new Strings(0, 0);

    /**
     * A range of addresses. Counterpart: {@code struct vm_area_struct}.
     *
     * @param start its first address, at the start of a page
     * @param end the first address behind it
     * @param flags {@code VM_READ} 1, {@code VM_WRITE} 2, {@code VM_EXEC} 4, {@code VM_SHARED} 8
     * @param pageOffset where in the file it begins, in pages
     * @param file path of the file that is mapped; empty for anonymous memory, or a name like {@code [stack]}
     */
    public record Area(long start, long end, long flags, long pageOffset, String file) {
        public static final long READ = 1;
        public static final long WRITE = 2;
        public static final long EXECUTE = 4;

        boolean holds(long address) {
            return start <= address && address < end;
        }
    }

    /**
     * Where the strings stand that a process was started with, each with its NUL: {@code arg_start}, {@code arg_end}.
     */
    public record Strings(long start, long end) {}

    /** Where the arguments of the process stand. */
    public Strings arguments() {
        return arguments;
    }

    /** Puts the arguments of the process to the top of its stack. */
    void putArguments(List<String> values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String value : values) {
            bytes.writeBytes(value.getBytes(StandardCharsets.UTF_8));
            bytes.write(0);
        }
        long start = STACK_TOP - bytes.size() & -16;
        long bottom = (start & -PAGE) - STACK_BYTES;
        map(new Area(bottom, STACK_TOP, Area.READ | Area.WRITE, 0, "[stack]"));
        store(start, bytes.toByteArray());
        arguments = new Strings(start, start + bytes.size());
    }

    /** The areas by rising address. */
    public List<Area> areas() {
        return List.copyOf(areas);
    }

    /** The area that an address lies in. */
    @TruffleBoundary
    public Optional<Area> area(long address) {
        return areas.stream().filter(area -> area.holds(address)).findFirst();
    }

    /**
     * Maps an area, in place of whatever is there.
     *
     * @throws IllegalArgumentException if it does not lie in user space
     */
    public void map(Area area) {
        if (area.start < 0 || area.start >= area.end || area.end > END) {
            throw new IllegalArgumentException("area " + area + ": expected one within 0 to 0x7ffffffff000");
        }
        unmap(area.start, area.end);
        areas.add(area);
        areas.sort(Comparator.comparingLong(Area::start));
    }

    /** Takes a range away. */
    public void unmap(long start, long end) {
        List<Area> left = new ArrayList<>();
        for (Area area : areas) {
            if (area.end <= start || end <= area.start) {
                left.add(area);
                continue;
            }
            if (area.start < start) {
                left.add(new Area(area.start, start, area.flags, area.pageOffset, area.file));
            }
            if (end < area.end) {
                long pageOffset = area.pageOffset + (end - area.start) / PAGE;
                left.add(new Area(end, area.end, area.flags, pageOffset, area.file));
            }
        }
        areas.clear();
        areas.addAll(left);
        pages.keySet().removeIf(page -> start <= page && page < end);
    }

    /** Takes everything away, as {@code execve} does. */
    public void clear() {
        areas.clear();
        pages.clear();
        arguments = new Strings(0, 0);
    }

    /** Writes bytes where the process would have them, and maps what is not mapped there yet. */
    @TruffleBoundary
    public void put(long address, byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        for (long page = address & -PAGE; page < address + bytes.length; page += PAGE) {
            if (area(page).isEmpty()) {
                map(new Area(page, page + PAGE, Area.READ | Area.WRITE, 0, ""));
            }
        }
        store(address, bytes);
    }

    /** Whether all of these bytes are mapped. */
    @TruffleBoundary
    public boolean contains(long address, long length) {
        long at = address;
        long end = address + length;
        if (address < 0 || length < 0 || end > END) {
            return false;
        }
        while (at < end) {
            Optional<Area> area = area(at);
            if (area.isEmpty()) {
                return false;
            }
            at = area.get().end;
        }
        return true;
    }

    /** A copy of bytes; null where not all of them are mapped. */
    @TruffleBoundary
    public byte @Nullable [] read(long address, int length) {
        if (!contains(address, length)) {
            return null;
        }
        byte[] bytes = new byte[length];
        int done = 0;
        while (done < length) {
            long at = address + done;
            int within = (int) (at & PAGE - 1);
            int count = Math.min(length - done, PAGE - within);
            byte[] page = pages.get(at - within);
            if (page != null) {
                System.arraycopy(page, within, bytes, done, count);
            }
            done += count;
        }
        return bytes;
    }

    /** Writes bytes; false, and nothing is written, where not all of them are mapped for writing. */
    @TruffleBoundary
    public boolean write(long address, byte[] bytes) {
        if (!contains(address, bytes.length)) {
            return false;
        }
        boolean writable = areas.stream()
                .filter(area -> area.start < address + bytes.length && address < area.end)
                .allMatch(area -> (area.flags & Area.WRITE) != 0);
        if (writable) {
            store(address, bytes);
        }
        return writable;
    }

    private void store(long address, byte[] bytes) {
        int done = 0;
        while (done < bytes.length) {
            long at = address + done;
            int within = (int) (at & PAGE - 1);
            int count = Math.min(bytes.length - done, PAGE - within);
            byte[] page = pages.computeIfAbsent(at - within, _ -> new byte[PAGE]);
            System.arraycopy(bytes, done, page, within, count);
            done += count;
        }
    }

    /** Has from now on what another process has, as {@code fork} does it. */
    public void takeOver(UserMemory other) {
        clear();
        areas.addAll(other.areas);
        arguments = other.arguments;
        other.pages.forEach((at, page) -> pages.put(at, page.clone()));
    }
}
