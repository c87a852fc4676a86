package org.lotusguild.lotus.stack.facts;

import java.util.List;

/** A pg_hba.conf; the first rule that fits a connection decides. */
public record HbaFile(Origin origin, List<Rule> rules) implements Document {
    public HbaFile {
        rules = List.copyOf(rules);
    }

    /**
     * A line.
     *
     * @param type {@code local}, {@code host}, {@code hostssl} …
     * @param address with the mask behind a slash; empty for {@code local}
     * @param options what stands behind the method
     */
    public record Rule(
            int line, String type, String database, String user, String address, String method, List<String> options) {
        public Rule {
            options = List.copyOf(options);
        }
    }

    @Override
    public Kind kind() {
        return Kind.HBA;
    }

    public Where at(Rule rule) {
        return at(rule.line(), rule.type() + " " + rule.database() + " " + rule.user());
    }
}
