package org.lotusguild.lotus.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The links between the Markdown pages of a folder. Addresses of the web are not asked. */
final class Links {
    private static final Pattern LINK = Pattern.compile("!?\\[[^\\]\\n]*]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\\n]*`");
    private static final Pattern WEB = Pattern.compile("[a-z][a-z0-9+.-]*:.*");
    private static final Set<String> FOREIGN = Set.of("target", "node_modules", ".git");

    private final Path root;

    Links(Path root) {
        this.root = root;
    }

    List<Path> pages() throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            return tree.filter(page -> page.toString().endsWith(".md"))
                    .filter(page -> Stream.of(root.relativize(page).toString().split("/"))
                            .noneMatch(FOREIGN::contains))
                    .toList();
        }
    }

    /** One line for each link that leads nowhere: {@code page: link}. */
    List<String> broken() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            Matcher links = LINK.matcher(CODE.matcher(Files.readString(page)).replaceAll(""));
            while (links.find()) {
                if (!leads(page, links.group(1))) {
                    broken.add(root.relativize(page) + ": " + links.group(1));
                }
            }
        }
        return broken;
    }

    private static boolean leads(Path page, String link) throws IOException {
        if (WEB.matcher(link).matches()) {
            return true;
        }
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        Path target = file.isEmpty() ? page : page.resolveSibling(file);
        if (!Files.exists(target)) {
            return false;
        }
        return hash < 0 || headings(target).contains(link.substring(hash + 1));
    }

    /** As the usual renderers name them: small letters, blanks as dashes, other signs dropped. */
    private static Set<String> headings(Path page) throws IOException {
        return HEADING.matcher(Files.readString(page))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
