package org.lotusguild.lotus.stack.audit;

import java.util.List;
import java.util.Locale;
import org.lotusguild.lotus.stack.check.Catalogue;
import org.lotusguild.lotus.stack.check.Check;
import org.lotusguild.lotus.stack.check.Component;

/**
 * Which checks are wanted, by their ids ({@code SYN-032}) and components ({@code coturn}).
 *
 * @param only empty for all
 */
public record Selection(List<String> only, List<String> skip) {
    public static final Selection ALL = new Selection(List.of(), List.of());

    /** @throws IllegalArgumentException if a word is neither an id nor a component */
    public Selection {
        only = only.stream().map(Selection::known).toList();
        skip = skip.stream().map(Selection::known).toList();
    }

    private static String known(String word) {
        String bare = word.strip();
        boolean component = Component.of(bare.toLowerCase(Locale.ROOT)).isPresent();
        boolean check =
                Catalogue.all().stream().anyMatch(known -> known.id().text().equalsIgnoreCase(bare));
        if (!component && !check) {
            throw new IllegalArgumentException(
                    bare + " is neither a check nor a component; lotus audit --list shows them all");
        }
        return component ? bare.toLowerCase(Locale.ROOT) : bare.toUpperCase(Locale.ROOT);
    }

    public boolean wants(Check check) {
        return (only.isEmpty() || names(only, check)) && !names(skip, check);
    }

    private static boolean names(List<String> words, Check check) {
        return words.contains(check.id().text())
                || words.contains(check.component().word());
    }
}
