using System.CommandLine;

var root = new RootCommand("Turns a MakeDevice project into a manufacturable carrier board.");
return await root.Parse(args).InvokeAsync();
