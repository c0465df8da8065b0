package dev.skep.casefile;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML, of which JSON is a part, into nodes with their places. Anchors, aliases and several documents in a file
 * are refused: cases have no use for them, and nothing that is small when it is read can become large.
 */
final class CaseTree {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_CHARACTERS = 4 << 20;

    private final String file;
    private final Iterator<Event> events;
    private Place last;

    private CaseTree(String file, Iterator<Event> events) {
        this.file = file;
        this.events = events;
        this.last = new Place(file, 1, 1);
    }

    /**
     * The one document of a text.
     *
     * @throws MalformedCaseFileException where it is no YAML, or has none
     */
    static CaseNode read(String file, String text) {
        Place start = new Place(file, 1, 1);
        if (text.length() > MAX_CHARACTERS) {
            throw start.wrong(text.length() + " characters, expected at most " + MAX_CHARACTERS);
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(MAX_CHARACTERS)
                .build();
        CaseTree tree = new CaseTree(file, new Parse(settings).parseString(text).iterator());
        try {
            return tree.document();
        } catch (MarkedYamlEngineException e) {
            Place place =
                    e.getProblemMark().or(e::getContextMark).map(tree::place).orElse(tree.last);
            throw place.wrong("no YAML: " + e.getProblem() + ", expected what CASES.md says");
        } catch (YamlEngineException e) {
            throw tree.last.wrong("no YAML: " + e.getMessage() + ", expected what CASES.md says");
        }
    }

    private CaseNode document() {
        CaseNode root = null;
        while (true) {
            Event event = next();
            if (event instanceof StreamEndEvent) {
                break;
            }
            boolean content = event instanceof ScalarEvent
                    || event instanceof MappingStartEvent
                    || event instanceof SequenceStartEvent;
            if (content && root != null) {
                throw last.wrong("a second document, expected one in a file");
            }
            if (content) {
                root = node(event, 0);
            }
        }
        if (root == null) {
            throw new Place(file, 1, 1).wrong("nothing, expected a mapping with 'cases'");
        }
        return root;
    }

    private Event next() {
        Event event = events.next();
        last = event.getStartMark().map(this::place).orElse(last);
        return event;
    }

    private Place place(Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private CaseNode node(Event event, int depth) {
        if (depth > MAX_DEPTH) {
            throw last.wrong("nested deeper than " + MAX_DEPTH + ", expected less");
        }
        Place place = last;
        return switch (event) {
            case ScalarEvent scalar ->
                new CaseNode.Scalar(scalar.getValue(), scalar.getScalarStyle() != ScalarStyle.PLAIN, place);
            case SequenceStartEvent _ -> sequence(place, depth);
            case MappingStartEvent _ -> mapping(place, depth);
            default -> throw place.wrong("an alias or a tag, expected a value");
        };
    }

    private CaseNode sequence(Place place, int depth) {
        List<CaseNode> items = new ArrayList<>();
        for (Event event = next(); !(event instanceof SequenceEndEvent); event = next()) {
            items.add(node(event, depth + 1));
        }
        return new CaseNode.Sequence(items, place);
    }

    private CaseNode mapping(Place place, int depth) {
        Map<String, CaseNode> members = new LinkedHashMap<>();
        Map<String, Place> names = new LinkedHashMap<>();
        for (Event event = next(); !(event instanceof MappingEndEvent); event = next()) {
            Place namePlace = last;
            if (!(event instanceof ScalarEvent name)) {
                throw namePlace.wrong("a name that is no text, expected one like 'packet'");
            }
            CaseNode value = node(next(), depth + 1);
            if (members.put(name.getValue(), value) != null) {
                throw namePlace.wrong(name.getValue() + " for the second time, expected it once");
            }
            names.put(name.getValue(), namePlace);
        }
        return new CaseNode.Mapping(members, names, place);
    }
}
