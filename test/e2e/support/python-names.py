"""Prints, as JSON, which names a Python program imports, which of their members it uses, and the keywords of each call."""

import ast
import json
import sys

tree = ast.parse(open(sys.argv[1], encoding="utf-8").read())
nodes = list(ast.walk(tree))

imports = {node.module: [name.name for name in node.names] for node in nodes if isinstance(node, ast.ImportFrom)}
names = {name for imported in imports.values() for name in imported}
# A variable stands for the class that its value is made by.
variables = {
    ast.unparse(target): node.value.func.id
    for node in nodes
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name)
    for target in node.targets
}


def described(expression: ast.expr) -> str:
    text = ast.unparse(expression)
    owner, _, member = text.rpartition(".")
    return f"{variables[owner]}.{member}" if owner in variables else text


members = [described(node) for node in nodes if isinstance(node, ast.Attribute)]
calls = [(described(node.func), [keyword.arg for keyword in node.keywords]) for node in nodes if isinstance(node, ast.Call)]

json.dump(
    {
        "imports": imports,
        "members": [member for member in members if member.split(".")[0] in names],
        "calls": [call for call in calls if call[0].split(".")[0] in names],
    },
    sys.stdout,
)
