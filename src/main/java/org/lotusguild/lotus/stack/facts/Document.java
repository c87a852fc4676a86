package org.lotusguild.lotus.stack.facts;

/** A file that was recognised and read. */
public sealed interface Document
        permits YamlFile, CoturnFile, NginxFile, IniFile, SettingsFile, HbaFile, SqlFile, TextFile {

    Origin origin();

    Kind kind();

    /** Its name as it is shown. */
    default String file() {
        return origin().file();
    }

    default Where at(int line, String what) {
        return origin().at(line, what);
    }

    /** For something that the file lacks. */
    default Where missing(String what) {
        return origin().missing(what);
    }
}
