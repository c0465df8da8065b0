package dev.skep.helper;

import dev.skep.helper.CType.Kind;
import dev.skep.helper.KfuncPrototype.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a one-line C prototype as the kernel's BTF dump writes it: {@code int *bpf_iter_num_next(struct bpf_iter_num
 * *it)}.
 */
final class CPrototypeParser {
    /** Typedefs of function pointers that kfuncs take. */
    private static final String CALLBACK_TYPEDEF = "bpf_task_work_callback_t";

    /** A parsed prototype. */
    record Declaration(CType result, String name, List<Parameter> parameters) {}

    private CPrototypeParser() {}

    /**
     * Parses a prototype.
     *
     * @throws IllegalArgumentException when the text is not a prototype of types that {@link CType} knows
     */
    static Declaration parse(String text) {
        int open = text.indexOf('(');
        if (open < 0 || !text.endsWith(")")) {
            throw new IllegalArgumentException("not a C prototype: " + text);
        }
        Parameter function = declarator(text.substring(0, open));
        return new Declaration(
                function.type(), function.name(), parameters(text.substring(open + 1, text.length() - 1)));
    }

    private static List<Parameter> parameters(String list) {
        List<Parameter> parameters = new ArrayList<>();
        if (list.equals("void")) {
            return parameters;
        }
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= list.length(); i++) {
            char c = i == list.length() ? ',' : list.charAt(i);
            if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (c == ',' && depth == 0) {
                parameters.add(parameter(list.substring(start, i).strip()));
                start = i + 1;
            }
        }
        return parameters;
    }

    private static Parameter parameter(String text) {
        int pointer = text.indexOf("(*");
        if (pointer >= 0) {
            String name = text.substring(pointer + 2, text.indexOf(')', pointer));
            return new Parameter(new CType(Kind.FUNCTION, name, 1, false), name);
        }
        return declarator(text);
    }

    /** {@code const struct cpumask *src1}: qualifiers, an optional keyword, the type's words, stars, a name. */
    private static Parameter declarator(String text) {
        int last = Math.max(text.lastIndexOf(' '), text.lastIndexOf('*'));
        String name = text.substring(last + 1);
        String head = text.substring(0, last + 1);
        int pointers = (int) head.chars().filter(c -> c == '*').count();
        String words = head.replace("*", "").strip();
        boolean isConst = words.startsWith("const ");
        if (isConst) {
            words = words.substring("const ".length());
        }
        return new Parameter(type(words, pointers, isConst, text), name);
    }

    private static CType type(String words, int pointers, boolean isConst, String text) {
        if (words.equals("void")) {
            return new CType(Kind.VOID, words, pointers, isConst);
        }
        if (words.equals(CALLBACK_TYPEDEF)) {
            return new CType(Kind.FUNCTION, words, 1, isConst);
        }
        if (CType.isScalarName(words)) {
            return new CType(Kind.SCALAR, words, pointers, isConst);
        }
        int space = words.indexOf(' ');
        String keyword = space < 0 ? "" : words.substring(0, space);
        String name = words.substring(space + 1);
        return switch (keyword) {
            case "struct" -> new CType(Kind.STRUCT, name, pointers, isConst);
            case "union" -> new CType(Kind.UNION, name, pointers, isConst);
            case "enum" -> new CType(Kind.ENUM, name, pointers, isConst);
            default -> throw new IllegalArgumentException("unknown type " + words + " in: " + text);
        };
    }
}
