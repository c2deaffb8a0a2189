// The TinkerPop dialect: the text of traversals, gremlin-lang 3.8.
//
// A chain is what stands between dots: g.V().out(), __.as('a').out(), P.gt(1).and(P.lt(9)), Order.desc, or a bare word, which is
// a constant (desc) or a parameter. Which names are steps, predicates or constants is resolved when the tree is bound, because
// packages add steps of their own. Regenerate the C# with ./generate after a change; CI compares.
grammar TinkerPop;

query
    : expression SEMICOLON? EOF
    ;

expression
    : NEW? chain                                  # chained
    | (NUMBER DOT DOT NUMBER | STRING DOT DOT STRING) # range
    | STRING                                      # text
    | NUMBER                                      # number
    | (TRUE | FALSE)                              # boolean
    | NULL                                        # nothing
    | LEFT_BRACKET COLON RIGHT_BRACKET            # emptyMap
    | LEFT_BRACKET entry (COMMA entry)* RIGHT_BRACKET # map
    | LEFT_BRACKET (expression (COMMA expression)*)? RIGHT_BRACKET # list
    | LEFT_BRACE (expression (COMMA expression)*)? RIGHT_BRACE # set
    ;

chain
    : link (DOT link)*
    ;

link
    : name arguments?
    ;

arguments
    : LEFT (argument (COMMA argument)*)? RIGHT
    ;

// Named ones configure strategies: SubgraphStrategy(vertices: __.has('name')).
argument
    : (name COLON)? expression
    ;

entry
    : mapKey COLON expression
    ;

// A bare word is a string here; a constant stands in parentheses or is written in full, as T.label.
mapKey
    : LEFT expression RIGHT # computedKey
    | expression            # plainKey
    ;

// Words of the lexer are names too, where a name is expected.
name
    : IDENTIFIER
    | NEW
    ;

DOT   : '.';
COMMA : ',';
COLON : ':';
SEMICOLON : ';';
LEFT  : '(';
RIGHT : ')';
LEFT_BRACKET  : '[';
RIGHT_BRACKET : ']';
LEFT_BRACE    : '{';
RIGHT_BRACE   : '}';

NEW   : 'new';
TRUE  : 'true';
FALSE : 'false';
NULL  : 'null';

// Takes in what looks like a number but is none, as 12ab, so that the error names the whole of it.
NUMBER
    : [+-]? ('NaN' | 'Infinity')
    | [+-]? DIGITS ('.' DIGITS)? EXPONENT? WORD*
    ;

IDENTIFIER : (LETTER | [_$]) (LETTER | [_$0-9])*;

STRING
    : '"' (~["\\] | '\\' .)* '"'
    | '\'' (~['\\] | '\\' .)* '\''
    ;

UNCLOSED_STRING
    : '"' (~["\\] | '\\' .)*
    | '\'' (~['\\] | '\\' .)*
    ;

SPACE   : [ \t\r\n\f]+ -> skip;
COMMENT : '//' ~[\r\n]* -> skip;
OTHER : . ;

fragment DIGITS   : [0-9]+;
fragment EXPONENT : [eE] [+-]? DIGITS;
fragment WORD     : [A-Za-z0-9_];
fragment LETTER   : [\p{L}];
