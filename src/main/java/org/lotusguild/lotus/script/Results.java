package org.lotusguild.lotus.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** From the JSON of {@code result} to what is to be posted. Pure; whatever is not as it must be is {@link Kind#SHAPE}. */
final class Results {
    private static final int MOST_MESSAGES = 10;

    private Results() {}

    /**
     * @param json empty where the result is neither a text nor an object
     * @throws Stopped if it is none that a script may give
     */
    static Outcome of(Optional<String> json) {
        return json.isPresent() ? of(tree(json.get())) : posted(new Message.Unsaid());
    }

    private static JsonNode tree(String json) {
        try {
            return Json.parse(json);
        } catch (MalformedJson e) {
            throw Shape.wrong("result nests too deeply, or is no JSON");
        }
    }

    private static Outcome of(JsonNode result) {
        return switch (result) {
            case ArrayNode several -> several(several);
            case ObjectNode one -> several(List.of(one));
            default -> {
                if (!result.isString()) {
                    throw Shape.wrong("result is null; give a text, an object with version \"v2\" or a list of them");
                }
                yield posted(new Message.Said(Texts.whole(result.stringValue())));
            }
        };
    }

    private static Outcome posted(Message message) {
        return new Outcome.Posted(List.of(message), Optional.empty());
    }

    private static Outcome several(Iterable<JsonNode> results) {
        List<Message> messages = new ArrayList<>();
        Optional<Answer> answer = Optional.empty();
        int count = 0;
        for (JsonNode result : results) {
            if (!(result instanceof ObjectNode object)) {
                throw Shape.wrong("a list of results may hold objects only");
            }
            if (++count > MOST_MESSAGES) {
                throw Shape.wrong("a list of results may hold " + MOST_MESSAGES + " at most");
            }
            Shape shape = new Shape(object);
            one(shape).ifPresent(messages::add);
            answer = answer.isPresent() ? answer : shape.answer();
        }
        if (count == 0) {
            throw Shape.wrong("the list of results is empty; to post nothing, give {version: \"v2\", empty: true}");
        }
        return messages.isEmpty() ? new Outcome.Empty(answer) : new Outcome.Posted(messages, answer);
    }

    private static Optional<Message> one(Shape shape) {
        Optional<String> version = shape.text("version", 20);
        boolean card = version.equals(Optional.of("lotus/1"));
        if (!card && !version.equals(Optional.of("v2"))) {
            throw Shape.wrong("result needs version: \"v2\" or \"lotus/1\"");
        }
        if (shape.flag("empty")) {
            return Optional.empty();
        }
        return Optional.of(card ? card(shape) : written(shape));
    }

    private static Message written(Shape shape) {
        return new Message.Written(
                shape.needed("plain", Shape.MOST_TEXT),
                shape.text("html", Shape.MOST_TEXT).filter(html -> !html.isEmpty()),
                shape.type(),
                shape.mentions(),
                shape.previews(),
                shape.placement());
    }

    private static Message card(Shape shape) {
        Shape title = shape.object("title").orElseThrow(() -> Shape.wrong("title is missing"));
        return new Message.Card(
                new Message.Title(
                        title.text("emoji", 40).orElse(""),
                        title.needed("subject", Shape.MOST_LINE),
                        title.text("happened", Shape.MOST_LINE).orElse("")),
                shape.choice("level", Message.Level.class),
                shape.lines(),
                shape.pairs("fields", "value", Message.Field::new),
                shape.pairs("links", "address", Message.Link::new).stream()
                        .filter(link -> Shape.web(link.address()))
                        .toList(),
                shape.placement());
    }
}
