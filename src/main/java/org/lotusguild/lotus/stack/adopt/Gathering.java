package org.lotusguild.lotus.stack.adopt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.stack.facts.Where;
import org.lotusguild.lotus.stack.plan.Capacity;
import org.lotusguild.lotus.stack.plan.PortSpan;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.plan.Service;

/** Collects what one program's files give. */
final class Gathering {
    private static final Where NOWHERE = new Where("", 0, "");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._~+/=-]+");
    private static final Pattern VISIBLE = Pattern.compile("[!-~]+");

    private final Map<String, Object> settings = new LinkedHashMap<>();
    private final Map<SecretName, Secret> secrets = new LinkedHashMap<>();
    private final List<Note> notes = new ArrayList<>();

    /** A setting that the plan has a word for. */
    Gathering take(String key, Object value, Where where) {
        settings.put("stack." + key, value);
        notes.add(new Note(Note.Kind.TAKEN, where, where.path(), key + ": " + value, ""));
        return this;
    }

    /** The same, where it is not what Lotus takes anyway. */
    Gathering take(String key, Object value, Object usual, Where where) {
        if (value.equals(usual)) {
            notes.add(new Note(Note.Kind.TAKEN, where, where.path(), key + ": " + value + " (as usual)", ""));
            return this;
        }
        return take(key, value, where);
    }

    /** A port or a range, if it is one. */
    Gathering port(Service service, String ports, Capacity size, Where where) {
        try {
            PortSpan span = PortSpan.parse(ports);
            return take("ports." + service, span.toString(), service.usual(size).toString(), where);
        } catch (IllegalArgumentException e) {
            return leave(where, String.valueOf(e.getMessage()), "");
        }
    }

    /** A word of the plan that nothing said. */
    Gathering add(String key, Object value, String why) {
        settings.put("stack." + key, value);
        notes.add(new Note(Note.Kind.ADDED, NOWHERE, key + ": " + value, why, ""));
        return this;
    }

    /** Something to look at, which is no setting of its own. */
    Gathering remark(String what, String why) {
        notes.add(new Note(Note.Kind.ADDED, NOWHERE, what, why, ""));
        return this;
    }

    Gathering leave(Where where, String why, String findings) {
        notes.add(new Note(Note.Kind.LEFT, where, where.path(), why, findings));
        return this;
    }

    /** A key outside {@code stack}, or one whose place says nothing. */
    Gathering silently(String key, Object value) {
        settings.put(key, value);
        return this;
    }

    /** A secret, unless it is too short, or of signs that some program takes for its own. */
    Gathering secret(SecretName name, String value, Where where) {
        boolean password = name == SecretName.DB_SYNAPSE;
        String again = "; a new one is made: " + name.breaks();
        if (value.length() < name.shortest()) {
            return leave(where, "has " + value.length() + " signs, fewer than " + name.shortest() + again, "");
        }
        if (!(password ? VISIBLE : PLAIN).matcher(value).matches()) {
            return leave(where, "has signs that some program takes for its own" + again, "");
        }
        if (secrets.values().stream().anyMatch(other -> other.matches(value))) {
            return leave(where, "is the same as another secret" + again, "");
        }
        secrets.put(name, new Secret(value));
        notes.add(new Note(Note.Kind.TAKEN, where, where.path(), "secrets/" + name, ""));
        return this;
    }

    Adopted done() {
        return new Adopted(settings, secrets, notes);
    }
}
