package org.lotusguild.lotus.webhooks.intake;

import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * XML as an object in the shape that scripts know from xml2js: children as lists, attributes under {@code $}, text beside children or
 * attributes under {@code _}. No document type, no entities but the five.
 */
final class XmlBody {
    private static final int DEEPEST = 60;
    private static final int MOST = 50_000;

    private final XMLStreamReader reader;
    private int nodes;

    private XmlBody(XMLStreamReader reader) {
        this.reader = reader;
    }

    /** @throws Undecodable 400 */
    static ObjectNode of(String text) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing is fetched");
        });
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text.strip()));
            return new XmlBody(reader).document();
        } catch (XMLStreamException e) {
            throw Undecodable.malformed("The body is not XML");
        }
    }

    private ObjectNode document() throws XMLStreamException {
        ObjectNode root = Json.object();
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> root.set(reader.getLocalName(), element(1));
                case XMLStreamConstants.DTD -> throw Undecodable.malformed("XML with a document type is not taken");
                default -> {}
            }
        }
        return root;
    }

    private JsonNode element(int depth) throws XMLStreamException {
        if (depth > DEEPEST || ++nodes > MOST) {
            throw tooMuch();
        }
        ObjectNode element = Json.object();
        attributes(element);
        StringBuilder text = new StringBuilder();
        for (int event = reader.next(); event != XMLStreamConstants.END_ELEMENT; event = reader.next()) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> child(element, reader.getLocalName(), depth + 1);
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    text.append(reader.getText());
                case XMLStreamConstants.ENTITY_REFERENCE ->
                    throw Undecodable.malformed("XML with entities of its own is not taken");
                default -> {}
            }
        }
        if (element.isEmpty()) {
            return Json.tree(text.toString());
        }
        return text.toString().isBlank()
                ? element
                : Json.object().put("_", text.toString()).setAll(element);
    }

    private static Undecodable tooMuch() {
        return Undecodable.malformed("The XML is beyond a limit");
    }

    private void attributes(ObjectNode element) {
        int count = reader.getAttributeCount();
        nodes += count;
        if (nodes > MOST) {
            throw tooMuch();
        }
        if (count > 0) {
            ObjectNode attributes = element.putObject("$");
            for (int i = 0; i < count; i++) {
                String prefix = reader.getAttributePrefix(i);
                String before = prefix == null || prefix.isEmpty() ? "" : prefix + ":";
                attributes.put(before + reader.getAttributeLocalName(i), reader.getAttributeValue(i));
            }
        }
    }

    private void child(ObjectNode element, String name, int depth) throws XMLStreamException {
        JsonNode child = element(depth);
        ArrayNode siblings = element.get(name) instanceof ArrayNode known ? known : element.putArray(name);
        siblings.add(child);
    }
}
