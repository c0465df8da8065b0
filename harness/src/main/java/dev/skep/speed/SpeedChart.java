package dev.skep.speed;

import java.util.List;
import java.util.Locale;

/**
 * A bar chart in SVG: a group for each program, a bar for each way of running it, on a logarithmic scale, since the
 * interpreter takes many times as long as the others.
 */
public final class SpeedChart {
    private static final int NAME_WIDTH = 180;
    private static final int BAR_WIDTH = 520;
    private static final int VALUE_WIDTH = 110;
    private static final int BAR_HEIGHT = 14;
    private static final int GROUP_GAP = 12;
    private static final int TOP = 56;

    private SpeedChart() {}

    /** @param speeds at least one */
    public static String of(List<ProgramSpeed> speeds) {
        double least = Double.MAX_VALUE;
        double most = 0;
        int bars = 0;
        for (ProgramSpeed speed : speeds) {
            for (Timing timing : speed.timings().values()) {
                least = Math.min(least, timing.medianNs());
                most = Math.max(most, timing.medianNs());
                bars++;
            }
        }
        Scale scale = new Scale(Math.floor(Math.log10(Math.max(least, 1))), Math.ceil(Math.log10(Math.max(most, 2))));
        int height = TOP + bars * BAR_HEIGHT + speeds.size() * GROUP_GAP;
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"11\">%n",
                NAME_WIDTH + BAR_WIDTH + VALUE_WIDTH,
                height));
        svg.append(text(8, 18, "start", "processor time of a run, ns (logarithmic)"));
        legend(svg);
        int y = TOP;
        for (ProgramSpeed speed : speeds) {
            y = group(svg, speed, scale, y);
        }
        return svg.append("</svg>\n").toString().replace("\r\n", "\n");
    }

    /** From a power of ten to a power of ten. */
    private record Scale(double low, double high) {
        double width(double ns) {
            double range = Math.max(1, high - low);
            return Math.max(1, (Math.log10(Math.max(ns, 1)) - low) / range * BAR_WIDTH);
        }
    }

    private static void legend(StringBuilder svg) {
        int x = NAME_WIDTH;
        for (Way way : Way.values()) {
            svg.append(bar(x, 28, 10, colour(way)));
            svg.append(text(x + 16, 38, "start", way.text()));
            x += 110;
        }
    }

    private static int group(StringBuilder svg, ProgramSpeed speed, Scale scale, int top) {
        int y = top;
        for (Way way : Way.values()) {
            Timing timing = speed.timing(way);
            if (timing == null) {
                continue;
            }
            double width = scale.width(timing.medianNs());
            if (y == top) {
                svg.append(text(NAME_WIDTH - 8, y + 11, "end", speed.program()));
            }
            svg.append(bar(NAME_WIDTH, y, width, colour(way)));
            svg.append(text(
                    NAME_WIDTH + width + 6, y + 11, "start", String.format(Locale.ROOT, "%.1f", timing.medianNs())));
            y += BAR_HEIGHT;
        }
        return y + GROUP_GAP;
    }

    private static String colour(Way way) {
        return switch (way) {
            case INTERPRETED -> "#b8b8b8";
            case COMPILED -> "#d99000";
            case KERNEL -> "#3a6ea5";
        };
    }

    private static String bar(double x, double y, double width, String colour) {
        return String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                x,
                y,
                width,
                BAR_HEIGHT - 3,
                colour);
    }

    private static String text(double x, double y, String anchor, String words) {
        String escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, escaped);
    }
}
