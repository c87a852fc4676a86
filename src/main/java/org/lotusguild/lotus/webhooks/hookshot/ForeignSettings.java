package org.lotusguild.lotus.webhooks.hookshot;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.config.ForeignYaml;

/** Settings of hookshot that somebody who moves has to know of, in our words. */
final class ForeignSettings {
    private static final Pattern SIZE = Pattern.compile("(?i)(\\d+) *(kb|mb)");

    private ForeignSettings() {}

    static List<String> lines(ForeignYaml config) {
        Optional<ForeignYaml> generic = config.blocks("generic").findFirst();
        return Stream.of(
                        text(generic, "urlPrefix").map(ForeignSettings::address),
                        config.blocks("listeners")
                                .flatMap(one -> one.text("prefix").stream())
                                .findFirst()
                                .map(prefix -> "hookshot listened below " + prefix
                                        + ": let the proxy take that away before it passes a post on"),
                        text(generic, "userIdPrefix").map(prefix -> "user-prefix: " + prefix),
                        on(generic, "enableHttpGet", "the hooks answer GET, as they did"),
                        on(generic, "waitForComplete", "the hooks answer after delivery, as they did"),
                        size(generic).map(most -> "max-body: " + most),
                        text(generic, "maxExpiryTime").map(most -> "expiry: { at-most: " + most + " }"),
                        on(generic, "requireExpiryTime", "expiry: { required: true }"))
                .flatMap(Optional::stream)
                .toList();
    }

    private static String address(String prefix) {
        String plain = prefix.replaceAll("/+$", "");
        return plain.endsWith("/webhook")
                ? "public-url: " + plain.substring(0, plain.length() - "/webhook".length())
                : "senders post to " + plain + "/…: the proxy must pass that on to /webhook/… of Lotus";
    }

    private static Optional<String> text(Optional<ForeignYaml> generic, String key) {
        return generic.flatMap(block -> block.text(key)).filter(text -> !text.isEmpty());
    }

    private static Optional<String> on(Optional<ForeignYaml> generic, String key, String line) {
        return generic.flatMap(block -> block.flag(key)).filter(flag -> flag).map(flag -> line);
    }

    private static Optional<String> size(Optional<ForeignYaml> generic) {
        return generic.flatMap(block -> block.number("payloadSizeLimit"))
                .map(bytes -> bytes + "B")
                .or(() -> text(generic, "payloadSizeLimit").map(ForeignSettings::size));
    }

    private static String size(String written) {
        Matcher size = SIZE.matcher(written);
        return size.matches() ? size.group(1) + (size.group(2).equalsIgnoreCase("kb") ? "KiB" : "MiB") : written;
    }
}
