using MakeDevice.Local.Command;

return await CommandTree.RunAsync(args, RouteCommand.Create(), ModulesCommand.Create(), HealthCommand.Create());
