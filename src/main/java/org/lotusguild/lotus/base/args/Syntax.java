package org.lotusguild.lotus.base.args;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments that a command takes: parameters in order, and flags ({@code --name}, or {@code --name value}) that may stand
 * anywhere before a {@link Kind.Rest}.
 */
public final class Syntax {
    private final List<Parameter> parameters;
    private final Set<String> switches;
    private final Map<String, Parameter> options;
    private final boolean extraIgnored;
    private final Optional<String> shown;

    private Syntax(
            List<Parameter> parameters,
            Set<String> switches,
            Map<String, Parameter> options,
            boolean extraIgnored,
            Optional<String> shown) {
        this.parameters = List.copyOf(parameters);
        this.switches = Set.copyOf(switches);
        this.options = Map.copyOf(options);
        this.extraIgnored = extraIgnored;
        this.shown = shown;
    }

    public static Syntax of(Parameter... parameters) {
        return new Syntax(List.of(parameters), Set.of(), Map.of(), false, Optional.empty());
    }

    /** Takes no arguments and does not mind any. */
    public static Syntax ignored() {
        return new Syntax(List.of(), Set.of(), Map.of(), true, Optional.empty());
    }

    /** {@code --name} without a value. */
    public Syntax flag(String name) {
        Set<String> more = new HashSet<>(switches);
        more.add(name);
        return new Syntax(parameters, more, options, extraIgnored, shown);
    }

    /** {@code --name value}; the name is the parameter's. */
    public Syntax option(Parameter parameter) {
        Map<String, Parameter> more = new HashMap<>(options);
        more.put(parameter.name(), parameter);
        return new Syntax(parameters, switches, more, extraIgnored, shown);
    }

    /** What stands behind the name in the usage line, for a command whose first word decides what follows. */
    public Syntax shownAs(String usage) {
        return new Syntax(parameters, switches, options, extraIgnored, Optional.of(usage));
    }

    /** For example {@code roll [dice]}. */
    public String usage(String command) {
        if (shown.isPresent()) {
            return command + " " + shown.get();
        }
        List<String> parts = new ArrayList<>();
        parts.add(command);
        switches.stream().sorted().forEach(name -> parts.add("[--" + name + "]"));
        options.values().forEach(p -> parts.add("[--%s <%s>]".formatted(p.name(), p.name())));
        parts.addAll(parameters.stream().map(Parameter::usage).toList());
        return String.join(" ", parts);
    }

    public Parsed parse(String line) {
        if (extraIgnored) {
            return new Parsed.Fits(Args.NONE);
        }
        try {
            return new Parsed.Fits(new Reading(line).read());
        } catch (WrongArgument e) {
            return new Parsed.Wrong(e.sentence());
        }
    }

    private final class Reading {
        private final Words words;
        private final Map<String, Object> values = new HashMap<>();
        private final Set<String> given = new HashSet<>();
        private final Iterator<Parameter> open = parameters.iterator();
        private Optional<Parameter> wanted = following();

        Reading(String line) {
            this.words = new Words(line);
        }

        Args read() throws WrongArgument {
            while (!words.done()) {
                if (wanted.isPresent() && wanted.get().kind() instanceof Kind.Rest && !words.startsWith("--")) {
                    put(wanted.get(), words.rest());
                } else {
                    word(words.next());
                }
            }
            for (; wanted.isPresent(); wanted = following()) {
                if (wanted.get().required()) {
                    throw new WrongArgument(wanted.get().missing());
                }
            }
            return new Args(values, given);
        }

        private void word(Words.Word word) throws WrongArgument {
            if (!word.quoted()
                    && word.text().startsWith("--")
                    && flagged(word.text().substring(2))) {
                return;
            }
            if (wanted.isEmpty()) {
                throw new WrongArgument("%s is one word too many.".formatted(Typed.quoted(word.text())));
            }
            boolean rest = wanted.get().kind() instanceof Kind.Rest;
            put(wanted.get(), rest && !words.done() ? word.text() + " " + words.rest() : word.text());
        }

        private void put(Parameter parameter, String text) throws WrongArgument {
            values.put(parameter.name(), Values.of(parameter, text));
            wanted = following();
        }

        private boolean flagged(String name) throws WrongArgument {
            if (switches.contains(name)) {
                given.add(name);
                return true;
            }
            Parameter option = options.get(name);
            if (option == null) {
                return false;
            }
            if (words.done()) {
                throw new WrongArgument("--%s needs a value.".formatted(name));
            }
            values.put(name, Values.of(option, words.next().text()));
            return true;
        }

        private Optional<Parameter> following() {
            return open.hasNext() ? Optional.of(open.next()) : Optional.empty();
        }
    }
}
