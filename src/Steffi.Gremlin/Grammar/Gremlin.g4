// The Skydive dialect of Gremlin: a chain of steps on G.
//
// Names of steps and predicates are plain identifiers here and are resolved when the tree is bound, because packages add
// steps of their own. Regenerate the C# with ./generate after a change; CI compares.
grammar Gremlin;

options { caseInsensitive = true; }

query
    : GRAPH step* EOF
    ;

step
    : DOT GRAPH                       # graphStep
    | DOT name = IDENTIFIER arguments # callStep
    ;

// Commas are optional and may repeat, as in Skydive.
arguments
    : LEFT (argument | COMMA)* RIGHT
    ;

argument
    : STRING                                 # text
    | NUMBER                                 # number
    | (TRUE | FALSE)                         # boolean
    | (ASC | DESC | NOW | FOREVER)           # constant
    | PARAMETER                              # parameter
    | name = IDENTIFIER arguments            # call
    ;

DOT   : '.';
COMMA : ',';
LEFT  : '(';
RIGHT : ')';

GRAPH   : 'G';
TRUE    : 'TRUE';
FALSE   : 'FALSE';
ASC     : 'ASC';
DESC    : 'DESC';
NOW     : 'NOW';
FOREVER : 'FOREVER';

IDENTIFIER : [A-Z] [A-Z0-9_]*;
PARAMETER  : '$' [A-Z_] [A-Z0-9_]*;

// Takes in what looks like a number but is none, as 1.2.3 or 12ab, so that the error names the whole of it.
NUMBER : '-'? [0-9] ([0-9A-Z._] | 'E' [+-])*;

STRING
    : '"' (~["\\] | '\\' .)* '"'
    | '\'' (~['\\] | '\\' .)* '\''
    ;

UNCLOSED_STRING
    : '"' (~["\\] | '\\' .)*
    | '\'' (~['\\] | '\\' .)*
    ;

SPACE : [ \t\r\n]+ -> skip;
OTHER : .;
