package dev.skep.verifier.hint;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Messages that mean the same.
 *
 * @param message what the kernel says; found anywhere in a line. A group named {@code insn} is the number of the
 *     instruction that is meant
 * @param meaning what that says about the program; {@code $1} stands for the first group and so on
 * @param fix what one usually does about it
 * @param example a message of the kernel
 */
record HintFamily(Pattern message, String meaning, String fix, String example) {
    static HintFamily of(String message, String meaning, String fix, String example) {
        return new HintFamily(Pattern.compile(message), meaning, fix, example);
    }

    /** A sentence with what stood in the message in the place of {@code $1} and so on. */
    static String filled(String sentence, Matcher found) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (int at = sentence.indexOf('$'); at >= 0; at = sentence.indexOf('$', from)) {
            text.append(sentence, from, at).append(found.group(sentence.charAt(at + 1) - '0'));
            from = at + 2;
        }
        return text.append(sentence, from, sentence.length()).toString();
    }
}
