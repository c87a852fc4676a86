package org.lotusguild.lotus.stack.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The part of the schema of SARIF 2.1.0 (OASIS, sarif-schema-2.1.0.json) that concerns the objects in our reports: which members an
 * object may have, since the schema allows no others, which it must have, and of which form they are.
 */
final class SarifSchema {
    private static final Map<String, Rule> OBJECTS = Map.ofEntries(
            Map.entry("log", new Rule("version runs", "$schema inlineExternalProperties properties")),
            Map.entry(
                    "run",
                    new Rule(
                            "tool",
                            "invocations conversion language versionControlProvenance originalUriBaseIds artifacts logicalLocations graphs"
                                    + " results automationDetails runAggregates baselineGuid redactionTokens defaultEncoding"
                                    + " defaultSourceLanguage newlineSequences columnKind externalPropertyFileReferences"
                                    + " threadFlowLocations taxonomies addresses translations policies webRequests webResponses"
                                    + " specialLocations properties")),
            Map.entry("tool", new Rule("driver", "extensions properties")),
            Map.entry(
                    "driver",
                    new Rule(
                            "name",
                            "guid organization product productSuite shortDescription fullDescription fullName version semanticVersion"
                                    + " dottedQuadFileVersion releaseDateUtc downloadUri informationUri globalMessageStrings"
                                    + " notifications rules taxa locations language contents isComprehensive"
                                    + " localizedDataSemanticVersion minimumRequiredLocalizedDataSemanticVersion"
                                    + " associatedComponent translationMetadata supportedTaxonomies properties")),
            Map.entry(
                    "rules",
                    new Rule(
                            "id",
                            "deprecatedIds guid deprecatedGuids name deprecatedNames shortDescription fullDescription messageStrings"
                                    + " defaultConfiguration helpUri help relationships properties")),
            Map.entry("shortDescription", new Rule("text", "markdown properties")),
            Map.entry("fullDescription", new Rule("text", "markdown properties")),
            Map.entry("help", new Rule("text", "markdown properties")),
            Map.entry("defaultConfiguration", new Rule("", "enabled level rank parameters properties")),
            Map.entry(
                    "results",
                    new Rule(
                            "message",
                            "ruleId ruleIndex rule kind level analysisTarget locations guid correlationGuid occurrenceCount"
                                    + " partialFingerprints fingerprints stacks codeFlows graphs graphTraversals relatedLocations"
                                    + " suppressions baselineState rank attachments hostedViewerUri workItemUris provenance fixes"
                                    + " taxa webRequest webResponse properties")),
            // It needs a text or an id; ours have texts.
            Map.entry("message", new Rule("text", "markdown id arguments properties")),
            Map.entry(
                    "locations",
                    new Rule("", "id physicalLocation logicalLocations message annotations relationships properties")),
            Map.entry("physicalLocation", new Rule("artifactLocation", "address region contextRegion properties")),
            Map.entry("artifactLocation", new Rule("uri", "uriBaseId index description properties")),
            Map.entry(
                    "region",
                    new Rule(
                            "startLine",
                            "startColumn endLine endColumn charOffset charLength byteOffset byteLength snippet message"
                                    + " sourceLanguage properties")),
            Map.entry(
                    "logicalLocations",
                    new Rule("", "name index fullyQualifiedName decoratedName parentIndex kind properties")),
            Map.entry("suppressions", new Rule("kind", "guid status justification location properties")));

    private static final Set<String> LEVELS = Set.of("none", "note", "warning", "error");

    private SarifSchema() {}

    private record Rule(Set<String> must, Set<String> may) {
        Rule(String must, String may) {
            this(words(must), words(must + " " + may));
        }

        private static Set<String> words(String text) {
            return Set.copyOf(List.of(text.strip().split(" ", -1)));
        }
    }

    /** Fails where the schema would. */
    static void check(JsonNode log) {
        assertThat(log.path("version").asString()).isEqualTo("2.1.0");
        object("log", log);
    }

    private static void object(String name, JsonNode object) {
        assertThat(object.isObject()).as(name + " is an object").isTrue();
        Rule rule = Objects.requireNonNull(OBJECTS.get(name), () -> "an object that this test does not know: " + name);
        rule.must().stream()
                .filter(key -> !key.isEmpty())
                .forEach(key ->
                        assertThat(object.has(key)).as(name + " has " + key).isTrue());
        object.properties().forEach(member -> {
            assertThat(rule.may()).as("members of " + name).contains(member.getKey());
            member(name, member.getKey(), member.getValue());
        });
    }

    private static void member(String object, String key, JsonNode value) {
        switch (key) {
            case "runs" -> each("run", value);
            case "rules", "results", "locations", "logicalLocations", "suppressions" -> each(key, value);
            case "partialFingerprints" ->
                value.properties()
                        .forEach(one -> assertThat(one.getValue().isString()).isTrue());
            case "level" -> assertThat(LEVELS).contains(value.asString());
            case "kind" ->
                assertThat(object.equals("suppressions") ? Set.of("inSource", "external") : Set.of("fail"))
                        .contains(value.asString());
            case "startLine" -> assertThat(value.isInt() && value.asInt() >= 1).isTrue();
            case "uri" -> assertThat(URI.create(value.asString()).toString()).isNotEmpty();
            case "$schema" ->
                assertThat(URI.create(value.asString()).isAbsolute()).isTrue();
            default -> {
                if (value.isObject()) {
                    object(key, value);
                } else {
                    assertThat(value.isString()).as(object + "." + key).isTrue();
                }
            }
        }
    }

    private static void each(String name, JsonNode list) {
        assertThat(list.isArray()).as(name + " are a list").isTrue();
        list.forEach(one -> object(name, one));
    }
}
