package dev.skep.casefile;

import java.util.Optional;

/**
 * Something that user space puts into a map.
 *
 * @param map its name
 * @param key empty for queues, stacks and variables
 * @param value of a section of variables, those that are set
 */
record MapSetting(CaseNode.Scalar map, Optional<CaseNode> key, CaseNode value) {
    /** Whether it sets variables of the program: {@code .data}, {@code .rodata.config} and so on. */
    boolean isOfVariables() {
        return map.value().startsWith(".");
    }
}
