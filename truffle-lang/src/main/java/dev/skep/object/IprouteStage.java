package dev.skep.object;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * iproute2's name for a section whose program belongs into a slot of a program array: {@code 7/1} is slot 1 of the map
 * with id 7.
 */
record IprouteStage(long map, int slot) {
    private static final Pattern NAME = Pattern.compile(
            "(0x[0-9a-fA-F]{1,8}|0[0-7]{0,9}|[1-9][0-9]{0,9})/(0x[0-9a-fA-F]{1,7}|0[0-7]{0,9}|[1-9][0-9]{0,8})");

    /** What the name says, null if it is no such name. */
    static @Nullable IprouteStage of(String section) {
        Matcher matcher = NAME.matcher(section);
        if (!matcher.matches()) {
            return null;
        }
        return new IprouteStage(Long.decode(matcher.group(1)), Integer.decode(matcher.group(2)));
    }
}
